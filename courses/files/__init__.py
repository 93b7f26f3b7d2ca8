"""Courses as readable files: Markdown with YAML heads. The format is told in docs/*/course-files.md."""

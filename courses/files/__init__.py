"""Courses as readable files: Markdown with YAML heads, as docs/*/course-files.md tells."""

"""Courses as readable files, loaded into the CMS: see docs/*/course-files.md."""

"""Submitting and approving a course as a whole: every page keeps its own workflow and history."""

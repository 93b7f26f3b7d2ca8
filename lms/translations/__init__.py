"""Checks on the catalogues: nothing missing, nothing stale, every placeholder in place."""

"""Duplicates: which two records may describe the same service."""

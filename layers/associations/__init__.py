"""Associations in words and drawings."""

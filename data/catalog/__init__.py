"""Committed reference tables and their readers."""

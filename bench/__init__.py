"""Comparisons with peers; `python -m bench` runs them all."""

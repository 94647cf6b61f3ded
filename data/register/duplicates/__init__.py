"""Duplicates in the register: which records may be one, and merging them or keeping them apart."""

"""The Human Services Data Specification, as files: what its objects are, in and out."""

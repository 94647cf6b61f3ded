"""Register: keeping the records."""

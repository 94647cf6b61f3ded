"""Written names and addresses: read, compared."""

"""Who does what where, in words, tables and files."""

"""Text: escaped into a page, isolated by direction, set in tables."""

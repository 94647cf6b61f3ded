"""Words: one catalogue per language."""

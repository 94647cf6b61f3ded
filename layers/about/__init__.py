"""How data are described: sources, age, residents, completeness."""

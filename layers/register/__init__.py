"""How the register reads: records, imports, duplicates, the worklist."""

"""How an answer of Find reads: cards, rows, hours."""

"""How coverage reads: rows, sentences, labels."""

"""Files: text in unknown encodings, archives from outside, tables, writing whole or not at all."""

"""How it reads: what is drawn, tabulated, printed and said."""

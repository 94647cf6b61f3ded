"""How the shell uses it: one module a family of commands."""

"""How everything else uses it: plain HTTP."""

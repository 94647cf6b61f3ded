"""The report on paper: what an annex of a plan needs."""

"""Plans: several needs answered in as few trips as possible, when doors are open and home is left.

`model` holds the question and the answer, `arrival_windows` the hours at which a service takes the
person, `trips` the best trips of a period, `search` the best plan over all periods, `reasons` why a
need has no stop, `comparison` what changes from one plan to another.
"""

"""Public transport by the timetable: feeds as arrays, the rides of a day, fastest journeys."""

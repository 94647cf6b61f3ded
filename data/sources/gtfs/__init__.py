"""Timetables in GTFS, the General Transit Feed Specification, and what is wrong in them."""

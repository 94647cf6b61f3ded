"""Journeys by timetable and reports of feeds, in words."""

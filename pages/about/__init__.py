"""About the data: sources, dates, licences, what is known."""

"""Streets as a graph: times, ways, reach."""

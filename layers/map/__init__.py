"""The map: styles, sources, legend; the only place that knows the map library."""

"""Charts as SVG: the same on a page and on paper."""

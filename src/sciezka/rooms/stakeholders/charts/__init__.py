"""Drawings of the map, by the places that the core finds."""

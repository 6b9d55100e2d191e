"""Ścieżka: a town's local-development planning, from the first figure to the adopted plan."""

__version__ = "0.1.0"

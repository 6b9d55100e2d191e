"""Drawings of the diagnosis room."""

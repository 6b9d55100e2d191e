"""Changing the path."""

"""Showing the thread."""

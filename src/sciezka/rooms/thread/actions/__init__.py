"""Changing the thread."""

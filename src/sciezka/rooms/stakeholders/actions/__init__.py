"""Changing stakeholders: what the rooms above may do."""

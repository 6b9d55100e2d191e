"""Changing statements and trees: what the rooms above may do."""

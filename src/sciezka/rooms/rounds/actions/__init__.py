"""Changing rounds: what the rooms above may do."""

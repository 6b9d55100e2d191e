"""Changing: one verb per function, atomic, each with its line in the journal."""

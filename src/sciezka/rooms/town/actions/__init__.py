"""Changing the town room: one verb for each function, atomic, and written to the journal."""

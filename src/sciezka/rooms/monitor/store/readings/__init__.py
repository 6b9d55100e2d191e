"""Readings: what a page shows, reckoned from arrays into plain values. The only place of the room with arrays."""

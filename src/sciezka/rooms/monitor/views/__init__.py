"""Views of the monitor."""

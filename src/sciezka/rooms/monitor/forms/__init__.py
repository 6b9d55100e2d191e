"""Forms of the monitor."""

"""Reading: what the monitor shows, as frozen dataclasses."""

"""Reading rounds: what the rooms above may ask."""

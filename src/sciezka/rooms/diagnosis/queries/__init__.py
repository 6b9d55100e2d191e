"""Reading statements and trees: what the rooms above may ask."""

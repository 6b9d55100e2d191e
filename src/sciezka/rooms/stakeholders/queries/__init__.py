"""Reading stakeholders: what the rooms above may ask."""

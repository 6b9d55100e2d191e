"""Reading the path."""

"""Drawing the path."""

"""Work done in the background."""

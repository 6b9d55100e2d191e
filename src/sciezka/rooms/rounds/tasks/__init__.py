"""Work done beside requests."""

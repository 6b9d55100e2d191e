"""What comes in about a node and a tie."""

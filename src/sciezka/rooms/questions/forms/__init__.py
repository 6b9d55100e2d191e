"""What comes in: validated, then given to one action."""

"""What comes in: validate; saving calls one action."""

"""What people fill in about calls."""

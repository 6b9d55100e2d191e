"""What calls do in the background."""

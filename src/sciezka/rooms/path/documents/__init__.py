"""Files to take away from the path room."""

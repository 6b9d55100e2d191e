"""What the rounds room writes to people outside its pages."""

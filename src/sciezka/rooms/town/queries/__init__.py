"""Reading the town room. Each module is named for the noun that it reads."""

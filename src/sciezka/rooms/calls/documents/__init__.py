"""Documents of calls."""

"""The diagnosis room's pages."""

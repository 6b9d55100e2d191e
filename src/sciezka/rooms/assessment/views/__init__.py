"""The assessment room's pages."""

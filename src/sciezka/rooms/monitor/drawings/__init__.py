"""Light drawings that pages are made of: geometry from readings, before any page is known."""

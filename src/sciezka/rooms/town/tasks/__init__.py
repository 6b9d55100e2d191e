"""Work that goes on after the page has answered. Each module is named for what it works on."""

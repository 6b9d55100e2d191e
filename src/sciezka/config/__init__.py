"""Settings, addresses and the ways in: what binds the storeys together."""

"""Trees as files to keep and to print."""

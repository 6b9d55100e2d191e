"""Pictures: what the monitor draws through Altair, each with its rows, columns and the sentence that reads it."""

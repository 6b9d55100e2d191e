"""Pictures: what rounds draw, each with its rows, columns and the sentence that reads it."""

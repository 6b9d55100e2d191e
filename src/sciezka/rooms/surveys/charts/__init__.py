"""Pictures: what surveys draw, each with its rows, columns and the sentence that reads it."""

"""The map as a document, and letters of invitation."""

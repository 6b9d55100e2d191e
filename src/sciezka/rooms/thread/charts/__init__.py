"""Drawings of the thread, made on the server: the thread itself, and its score over time."""

"""Readers of tables, one module for each format: bytes or text in, observations out, or a refusal that names the line."""

"""The rooms: one Django app each, all built to one plan (see docs/decisions/0001-four-storeys.md)."""

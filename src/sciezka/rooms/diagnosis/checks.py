"""The diagnosis room's rules."""

RULES = ()

"""The thread room: what every statement of a plan rests on, as nodes with codes and ties with reasons.

Nouns: Node, Tie. A node stands for a noun of some room (a finding, a problem, a goal), has a code that is never used
again, and keeps what was cited and when. A tie leads from what carries to what rests on it. It is not where those nouns
live, and it knows none of them: rooms declare their types in their manifests and hang their nouns here.
"""

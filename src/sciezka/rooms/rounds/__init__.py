"""The rounds room: a question put to a team, answered by each alone, then agreed together.

Nouns: Round, Item, Proposal, Participant, Sheet, Answer, Meeting, AgreedResult. A round knows items, scales and people;
what the items stand for, and how the result is drawn, is said by the rooms above it, each by a ``Purpose`` on its card.
It draws no conclusions, and it is no survey: those who answer are a known team, not a public.
"""

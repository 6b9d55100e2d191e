"""From what each judged alone to what a group can agree on: spread, agreement, order, and what needs talk."""

from sciezka.core.consensus.types import ConsensusProblem, Given, Level, Scale, Special, Summary

__all__ = ["ConsensusProblem", "Given", "Level", "Scale", "Special", "Summary"]

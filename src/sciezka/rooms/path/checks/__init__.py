"""What this room holds the golden thread to, a file for each method."""

from typing import Final

from sciezka.rooms.path.checks import factors, goals, swot
from sciezka.rooms.thread.queries.plan import Rule

RULES: Final[tuple[Rule, ...]] = (*factors.RULES, *swot.RULES, *goals.RULES)

"""Rules about goals."""

from typing import Final

from sciezka.rooms.thread.queries.plan import Rule

RULES: Final[tuple[Rule, ...]] = ()

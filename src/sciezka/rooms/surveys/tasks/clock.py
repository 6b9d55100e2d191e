"""What happens at a survey's moments: keys, addresses and answers go when it is time; traces are stirred nightly."""

from django_tasks import task

from sciezka.kit.tallies import forget_ended
from sciezka.rooms.surveys.actions.imports import clear_waiting
from sciezka.rooms.surveys.actions.queueing import STIR_SURVEY, find_night, queue
from sciezka.rooms.surveys.actions.retention import (
    erase_answers,
    forget_addresses,
    overdue_surveys,
    seal_survey,
    stir_traces,
)
from sciezka.rooms.surveys.models import Phase, Survey


@task()
def wake_survey(survey_id: int) -> None:  # noqa: ARG001 - says whose moment it is to whoever reads the queue
    """Do what is due for every survey that is over, whichever of them woke the worker, so that no lost waking keeps data.

    Args:
        survey_id: whose moment it is.
    """
    clear_waiting()
    forget_ended()
    for survey in overdue_surveys():
        seal_survey(survey=survey)
        forget_addresses(survey=survey)
        erase_answers(survey=survey)


@task()
def stir_survey(survey_id: int) -> None:
    """Take the traces of the day off the invitations of a survey, and come again the next night while it is open."""
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None or survey.phase not in {Phase.WAITING, Phase.OPEN}:
        return
    stir_traces(survey=survey)
    forget_ended()
    queue(STIR_SURVEY, survey_id, at=find_night())

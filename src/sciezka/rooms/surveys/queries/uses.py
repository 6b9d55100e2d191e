"""Which surveys a questionnaire is asked in: its editor leads to them."""

from typing import Any

from django.urls import reverse

from sciezka.kit.guards import may
from sciezka.kit.manifests import Use
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.surveys.models import Phase, Survey

RUNNING = frozenset({Phase.WAITING, Phase.OPEN})


def list_uses(user: Any, noun: object) -> list[Use]:  # noqa: ANN401 - any kind of user
    """List the surveys of a questionnaire that somebody may see, the newest first."""
    if not isinstance(noun, Questionnaire):
        return []
    rows = Survey.objects.filter(questionnaire=noun).select_related("process__workspace")
    return [describe_use(user, survey) for survey in rows if may(user, "surveys.view", survey)]


def describe_use(user: Any, survey: Survey) -> Use:  # noqa: ANN401 - any kind of user
    """Say how a survey stands to its questionnaire."""
    phase = survey.phase
    is_running = phase in RUNNING
    renew = (
        reverse("surveys:edition_change", kwargs=survey.address)
        if is_running and may(user, "surveys.manage", survey)
        else ""
    )
    return Use(label=survey.title, href=survey.get_absolute_url(), state=phase.label, is_running=is_running, renew=renew)

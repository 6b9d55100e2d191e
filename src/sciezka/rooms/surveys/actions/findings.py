"""Keeping a result as a finding, rewording it, withdrawing it and bringing it back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings import TYPE, make_citation
from sciezka.rooms.surveys.queries.findings_reading import Reading
from sciezka.rooms.thread.actions import hang, put_back, rename, take_off
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def save_finding(  # noqa: PLR0913 - by name, one for each thing that a finding keeps
    *,
    actor: User | None,
    survey: Survey,
    choice: Mapping[str, str],
    reading: Reading,
    digest: str,
    title: str,
    remark: str = "",
) -> SurveyFinding:
    """Keep a number of a result as a finding, and hang it on the thread.

    Args:
        actor: who keeps it.
        survey: whose result.
        choice: the words of the address that showed it.
        reading: what was read.
        digest: of the answers that it was read from.
        title: the sentence.
        remark: what else there is to say.
    """
    finding = SurveyFinding.objects.create(
        survey=survey, title=title, remark=remark, choice=dict(choice), reading=reading.as_stored(), data_digest=digest
    )
    after = {"title": title, "remark": remark, "item": choice.get("o", ""), "n": reading.n}
    note(actor=actor, verb="survey_finding.save", of=finding, after={name: value for name, value in after.items() if value})
    cited = make_citation(finding, reading)
    hang(actor=actor, process=survey.process, type=TYPE, noun=finding, title=title, cited=cited)
    return finding


@transaction.atomic
def reword_finding(*, actor: User | None, finding: SurveyFinding, title: str, remark: str) -> SurveyFinding:
    """Change the sentence and the remark; what was read stays."""
    apply_changes(actor=actor, verb="survey_finding.edit", of=finding, values={"title": title, "remark": remark})
    node = node_for(finding, TYPE)
    if node is not None and node.title != title:
        rename(actor=actor, node=node, title=title)
    return finding


@transaction.atomic
def withdraw_finding(*, actor: User | None, finding: SurveyFinding) -> SurveyFinding:
    """Withdraw a finding: it counts for nothing, but is kept with its code."""
    if not _is_withdrawn(finding):
        apply_changes(actor=actor, verb="survey_finding.withdraw", of=finding, values={"withdrawn_at": timezone.now()})
        node = node_for(finding, TYPE)
        if node is not None and not node.is_taken_off:
            take_off(actor=actor, node=node)
    return finding


@transaction.atomic
def restore_finding(*, actor: User | None, finding: SurveyFinding) -> SurveyFinding:
    """Bring back a finding under its old code."""
    if _is_withdrawn(finding):
        apply_changes(actor=actor, verb="survey_finding.restore", of=finding, values={"withdrawn_at": None})
        node = node_for(finding, TYPE)
        if node is not None and node.is_taken_off:
            put_back(actor=actor, node=node)
    return finding


def _is_withdrawn(finding: SurveyFinding) -> bool:
    """Read anew, behind a lock, whether it is withdrawn: two people may press at once."""
    finding.withdrawn_at = SurveyFinding.objects.select_for_update().get(pk=finding.pk).withdrawn_at
    return finding.withdrawn_at is not None

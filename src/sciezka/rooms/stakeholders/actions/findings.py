"""Taking the judgement of a stakeholder as evidence."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.actions.trace import note
from sciezka.rooms.stakeholders.models import Stakeholder, StakeholderFinding
from sciezka.rooms.stakeholders.queries.findings import LANGUAGE, TYPE, citable_stands, make_citation, propose_title
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE
from sciezka.rooms.thread.actions import cite, hang, rename, take_off
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for


@transaction.atomic
def take_finding(*, actor: User | None, stakeholder: Stakeholder, round: Round, scale: str, title: str = "") -> Node:  # noqa: A002
    """Take where an organisation or a group stands on a scale as evidence; it hangs on the thread.

    Whoever works in the process sees it from then on, also who may not see the round's result; so does what a newer wave
    says. Taken again, it is worded and cited anew.

    Raises:
        ValidationError: of a natural person, or where the wave has no value that may be shown.
    """
    hold_thread(stakeholder.process)
    stakeholder = Stakeholder.objects.select_related("process__workspace").get(pk=stakeholder.pk)
    if stakeholder.is_person:
        raise ValidationError(
            _("What was judged of a natural person is personal data and can't be cited in a plan."), code="person"
        )
    stand = citable_stands(round, stakeholder).get(scale) if is_wave_of(round, stakeholder) else None
    if stand is None:
        raise ValidationError(_("This wave has no value that may be shown."), code="silent")
    with override(LANGUAGE):
        title = title.strip() or propose_title(stakeholder, scale, stand)
    finding, is_new = StakeholderFinding.objects.get_or_create(
        stakeholder=stakeholder, round=round, scale=scale, defaults={"title": title[:200]}
    )
    if not is_new and finding.title != title:
        finding.title = title[:200]
        finding.save(update_fields=["title"])
    cited = make_citation(finding, round, stand)
    node = hang(actor=actor, process=stakeholder.process, type=TYPE, noun=finding, title=finding.title, cited=cited)
    if node.title != finding.title:
        rename(actor=actor, node=node, title=finding.title)
    if node.cited != cited.as_stored():
        cite(actor=actor, node=node, cited=cited)
    note(actor=actor, verb="stakeholder_finding.take", of=stakeholder, after={"scale": scale, "node": node.code})
    return node


def is_wave_of(round_: Round, stakeholder: Stakeholder) -> bool:
    """Tell whether a round judges the stakeholders of this process."""
    return round_.process_id == stakeholder.process_id and round_.purpose == PURPOSE


def forget_findings(*, actor: User | None, stakeholder: Stakeholder) -> None:
    """Take off the thread what was cited of somebody who turns out to be a natural person, and leave the name out."""
    word = str(_("judgement of a natural person"))
    for finding in StakeholderFinding.objects.filter(stakeholder=stakeholder):
        StakeholderFinding.objects.filter(pk=finding.pk).update(title=word)
        if node := node_for(finding, TYPE):
            # Titles that the journal keeps named nobody who was known to be a person.
            Node.objects.filter(pk=node.pk).update(title=word)
            node.title = word
            if not node.is_taken_off:
                take_off(actor=actor, node=node)

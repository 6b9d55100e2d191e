"""The stakeholders' rules of the golden thread: whom the plan rests on having heard.

Everybody who works in a process reads its check, and judgements are the judging team's own: the rules count, and never
name a stakeholder or a round. Who they are stands on pages that ask for the right to see it.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.rounds.queries.rounds import rounds_for
from sciezka.rooms.stakeholders.queries.facts import list_unheard
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE, read_judgements
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity


def read_newest(plan: Plan) -> tuple[Round, Mapping[int, Mapping[str, Stand]]] | None:
    """Read the newest round that judged stakeholders and is over, with what was judged."""
    rows = rounds_for(plan.process, PURPOSE)
    round_ = next((row for row in rows if row.phase == Phase.CLOSED), None)
    return (round_, read_judgements(round_)) if round_ else None


def find_single_judges(plan: Plan) -> Iterator[Hit]:
    """Find how many stakeholders one person alone judged, and no meeting talked about."""
    newest = plan.once(read_newest)
    if newest is None:
        return
    alone = [
        key
        for key, stands in newest[1].items()
        if any(stand.summary is not None and stand.summary.n == 1 and not stand.is_agreed for stand in stands.values())
    ]
    if alone and (count := register_of(plan.process, with_people=True).filter(pk__in=alone).count()):
        yield Hit(words={"count": count}, href=reverse("stakeholders:map", kwargs=plan.process.address), about="alone")


def find_unheard_powers(plan: Plan) -> Iterator[Hit]:
    """Find how many stakeholders of high influence were never heard."""
    newest = plan.once(read_newest)
    if newest is not None and (never := list_unheard(plan.process, newest[0]).never):
        href = reverse("stakeholders:unheard", kwargs=plan.process.address)
        yield Hit(words={"count": len(never)}, href=href, about="unheard")


RULES: Final = (
    Rule(
        code="K01", severity=Severity.HINT, find=find_single_judges, of_plan=True,
        title=_("Stakeholders were judged by one person"),
        what=_("Stakeholders that one person alone judged: %(count)s."),
        why=_("A place on the map is then one person’s opinion."),
        mend=_("Let more members of the team judge them, or talk them over at a meeting."),
    ),
    Rule(
        code="K02", severity=Severity.WARNING, find=find_unheard_powers, of_plan=True,
        title=_("Influential stakeholders were never heard"),
        what=_("Stakeholders of high influence that the records never heard: %(count)s."),
        why=_("Whoever can stop the plan and was not asked will say so when it is put to adoption."),
        mend=_("Invite them to a talk or a meeting and note it, or add the signs by which the records know them."),
    ),
)  # fmt: skip

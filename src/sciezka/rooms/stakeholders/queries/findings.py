"""Judgements of stakeholders as evidence: what may be taken, what the thread cites, and what the newest wave says."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sciezka.rooms.rounds.models import AgreedResult, Phase, Round
from sciezka.rooms.rounds.models.rounds import FEWEST_ANONYMOUS
from sciezka.rooms.rounds.queries.results import Stand, count_sheets, find_withheld
from sciezka.rooms.rounds.queries.rounds import rounds_for
from sciezka.rooms.stakeholders.models import Stakeholder, StakeholderFinding
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE, PURPOSE, read_judgements
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import Citation, Standing
from sciezka.rooms.thread.queries.nodes import set_process
from sciezka.rooms.thread.queries.nouns import read_keys
from sciezka.rooms.town.models import Process

TYPE: Final = "stakeholder_judgement"
# What is cited is words; it must not seem to have changed because somebody reads it in another language.
LANGUAGE: Final = "pl"
SCALES: Final = (INFLUENCE, ENGAGEMENT)


def name_scale(key: str) -> str:
    """Name a scale of the map."""
    return _("power of influence") if key == INFLUENCE else _("engagement in the town's development")


def is_citable(stand: Stand | None, *, is_anonymous: bool) -> bool:
    """Tell whether a value may be cited: there is one, and in an anonymous round enough people gave it."""
    if stand is None or stand.value is None:
        return False
    return not is_anonymous or bool(stand.summary and stand.summary.n >= FEWEST_ANONYMOUS)


def citable_stands(round_: Round, stakeholder: Stakeholder) -> dict[str, Stand]:
    """Give what a wave says of a stakeholder and may be cited, by the scale; nothing before the end of the wave."""
    return read_citable(round_).get(stakeholder.pk, {}) if not stakeholder.is_person else {}


def read_citable(round_: Round) -> dict[int, dict[str, Stand]]:
    """Give what a wave says and may be cited, by the stakeholder and the scale."""
    if round_.phase != Phase.CLOSED or find_withheld(round_, count_sheets(round_)) is not None:
        return {}
    found = {}
    for key, stands in read_judgements(round_).items():
        kept = {scale: stands[scale] for scale in SCALES
                if is_citable(stands.get(scale), is_anonymous=round_.is_anonymous)}  # fmt: skip
        if kept:
            found[key] = kept
    return found


def propose_title(stakeholder: Stakeholder, scale: str, stand: Stand) -> str:
    """Propose the sentence of a judgement."""
    figure = write_value(stand)
    return _("%(name)s: %(scale)s %(figure)s of 5") % {
        "name": stakeholder.name,
        "scale": name_scale(scale),
        "figure": figure,
    }


def write_value(stand: Stand) -> str:
    """Write where it stands, as the page's language writes numbers."""
    value = stand.value or 0.0
    return str(number_format(int(value) if value == int(value) else value))


def make_citation(finding: StakeholderFinding, round_: Round, stand: Stand) -> Citation:
    """Make what the thread cites of a judgement. It names nobody: whose it is stands in the title."""
    people = stand.summary.n if stand.summary else 0
    with override(LANGUAGE):
        how = _("agreed at a meeting") if stand.is_agreed else _("median of the ratings")
        counted = ngettext("%(count)s person judged", "%(count)s people judged", people) % {"count": people}
        text = _("%(scale)s on a scale from 1 to 5: %(how)s; %(counted)s") % {
            "scale": name_scale(finding.scale), "how": how, "counted": counted,
        }  # fmt: skip
        unit = _("of 5")
    return Citation(
        number=stand.value, unit=unit, text=text, of=find_day(round_, is_agreed=stand.is_agreed), source=round_.title,
        recipe="agreed" if stand.is_agreed else "median", version=f"{PURPOSE}-{round_.pk}",
        href=StakeholderFinding(stakeholder=finding.stakeholder, round=round_).get_absolute_url(),
    )  # fmt: skip


def find_day(round_: Round, *, is_agreed: bool) -> str:
    """Give the day that a value is of: when the meeting agreed, else when the wave ended."""
    day = AgreedResult.objects.filter(round=round_).aggregate(last=Max("agreed_on"))["last"] if is_agreed else None
    if day is None and round_.closes_at:
        day = timezone.localdate(round_.closes_at)
    return day.isoformat() if day else ""


def findings_of(stakeholder: Stakeholder) -> dict[tuple[int, str], Node]:
    """Give the nodes of what was taken of a stakeholder and stands, by the wave and the scale."""
    rows = {str(row.pk): (row.round_id, row.scale) for row in StakeholderFinding.objects.filter(stakeholder=stakeholder)}
    kind = StakeholderFinding._meta.label_lower
    nodes = Node.objects.filter(process=stakeholder.process, noun_kind=kind, noun_key__in=list(rows), taken_off_at=None)
    return {rows[node.noun_key]: node for node in set_process(nodes, stakeholder.process)}


def find_findings(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread how judgements stand: where each is shown, and what the newest wave with a value says now."""
    findings = StakeholderFinding.objects.filter(stakeholder__process=process, pk__in=read_keys(keys))
    rows = list(findings.select_related("stakeholder", "round"))
    for row in rows:
        row.stakeholder.process = process
    newest = read_newest(process, rows)
    found = {}
    for row in rows:
        now = newest.get((row.stakeholder_id, row.scale))
        found[str(row.pk)] = Standing(row.get_absolute_url(), make_citation(row, *now) if now else None)
    return found


def read_newest(process: Process, rows: Sequence[StakeholderFinding]) -> dict[tuple[int, str], tuple[Round, Stand]]:
    """Give the newest wave that says something citable, for each stakeholder and scale that was taken."""
    open_ = {(row.stakeholder_id, row.scale) for row in rows if not row.stakeholder.is_person}
    found: dict[tuple[int, str], tuple[Round, Stand]] = {}
    for round_ in rounds_for(process, PURPOSE) if open_ else ():
        if not open_:
            break
        said = read_citable(round_)
        for place in [place for place in open_ if place[1] in said.get(place[0], {})]:
            found[place] = (round_, said[place[0]][place[1]])
            open_.discard(place)
    return found

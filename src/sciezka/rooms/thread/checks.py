"""The thread's own rules, for plans of any rooms: evidence, what rests on what, ties, codes and titles."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.thread.models import Citation, Node
from sciezka.rooms.thread.queries.nouns import has_moved, say_figure
from sciezka.rooms.thread.queries.plan import Hit, Plan, Rule, Severity, find_circle

FEWEST_WORDS: Final = 3
LONGEST_READ: Final = 160
_YEAR: Final = re.compile(r"\d{4}")


def read_age(citation: Citation, today: dt.date) -> float | None:
    """Tell how many years ago a citation is of; a year ends with its last day. None where it says no day."""
    text = citation.of.strip()
    if _YEAR.fullmatch(text) and text != "0000":
        day: dt.date | None = dt.date(int(text), 12, 31)
    else:
        try:
            day = parse_date(text)
        except ValueError:
            day = None
    return (today - day).days / 365.25 if day else None


def find_older(plan: Plan, least: float, most: float) -> Iterator[Hit]:
    """Find evidence older than so many years, but no older than so many."""
    for node, citation in plan.cited:
        age = read_age(citation, plan.today)
        if age is not None and least < age <= most:
            yield Hit(node, {"of": citation.of, "years": int(age), "limit": least})


def find_old(plan: Plan) -> Iterator[Hit]:
    """Find evidence past the limit of years."""
    return find_older(plan, plan.evidence_years, 2 * plan.evidence_years)


def find_very_old(plan: Plan) -> Iterator[Hit]:
    """Find evidence past twice the limit of years."""
    return find_older(plan, 2 * plan.evidence_years, float("inf"))


def find_moved(plan: Plan) -> Iterator[Hit]:
    """Find evidence whose source says something else today."""
    for node, citation in plan.cited:
        lookup = plan.lookups.get(node.pk)
        standing = lookup.standing if lookup else None
        if standing and standing.now and has_moved(node, standing):
            was, now = say_figure(citation, is_exact=True), say_figure(standing.now, is_exact=True)
            yield Hit(node, {"was": was or citation.text or "–", "now": now or standing.now.text or "–"})


def find_gone(plan: Plan) -> Iterator[Hit]:
    """Find nodes whose noun is no longer there."""
    return (Hit(node) for node in plan.standing if (lookup := plan.lookups.get(node.pk)) and lookup.is_gone)


def find_loose(plan: Plan) -> Iterator[Hit]:
    """Find nodes that nothing ties to the rest; those that must rest on something are told so by their own rule."""
    must = {node.pk for node in plan.bearing}
    return (Hit(node) for node in plan.standing if node.pk not in plan.tied and node.pk not in must)


def find_unsupported(plan: Plan) -> Iterator[Hit]:
    """Find nodes that nothing carries though something must, and that nothing weakens either."""
    return (Hit(node) for node in plan.bearing if node.pk not in plan.carriers and node.pk not in plan.weakeners)


def find_only_weakened(plan: Plan) -> Iterator[Hit]:
    """Find nodes that something weakens and nothing carries."""
    for node in plan.standing:
        if node.pk in plan.weakeners and node.pk not in plan.carriers:
            yield Hit(node, {"by": name(plan, plan.weakeners[node.pk])})


def find_without_evidence(plan: Plan) -> Iterator[Hit]:
    """Find nodes that rest on other statements, but in the end on nothing that cites anything."""
    return (Hit(node) for node in plan.bearing if node.pk in plan.carriers and not plan.count_evidence(node))


def find_single(plan: Plan) -> Iterator[Hit]:
    """Find nodes that rest on one piece of evidence."""
    for node in plan.bearing:
        if plan.count_evidence(node) == 1:
            yield Hit(node, {"by": plan.evidence_under(node)[0].code})


def find_one_source(plan: Plan) -> Iterator[Hit]:
    """Find nodes all of whose evidence, several pieces of it, comes from one source."""
    for node in plan.bearing:
        count, (_kind, source) = plan.count_evidence(node), plan.origin_of(node)
        if count > 1 and source:
            yield Hit(node, {"source": source, "count": count})


def find_one_kind(plan: Plan) -> Iterator[Hit]:
    """Find nodes all of whose evidence is of one kind, from several sources."""
    for node in plan.bearing:
        kind, source = plan.origin_of(node)
        if kind is not None and source is None:
            declared = plan.types.get(kind)
            yield Hit(node, {"kind": declared.plural if declared else kind})


def find_torn(plan: Plan) -> Iterator[Hit]:
    """Find nodes that the same node both carries and weakens."""
    for key, sources in plan.weakeners.items():
        if both := sources & set(plan.carriers.get(key, ())):
            yield Hit(plan.nodes[key], {"by": name(plan, both)})


def find_thin_reasons(plan: Plan) -> Iterator[Hit]:
    """Find ties whose reason is too short to say anything, one fault for each node that rests on such ties."""
    thin: dict[int, list[tuple[int, str]]] = {}
    for tie in plan.in_force:
        # Where there is none at all, the kind of tie needs none.
        if tie.reason.strip() and len(tie.reason.split()) < FEWEST_WORDS:
            thin.setdefault(tie.target, []).append((tie.source, tie.reason))
    for key, rows in thin.items():
        said = ", ".join(f"{plan.nodes[source].code}: „{reason}”" for source, reason in rows)
        yield Hit(plan.nodes[key], {"reasons": said})


def find_namesakes(plan: Plan) -> Iterator[Hit]:
    """Find nodes that say the same as an earlier node of their type, whatever the case and the spaces."""
    first: dict[tuple[str, str], Node] = {}
    for node in plan.standing:
        known = first.setdefault((node.type, " ".join(node.title.casefold().split()).rstrip(".")), node)
        if known is not node:
            yield Hit(node, {"other": known.code})


def find_circling(plan: Plan) -> Iterator[Hit]:
    """Find the shortest circle of ties; the thread refuses them, but data brought in past it may hold one."""
    if way := find_circle(plan):
        yield Hit(words={"way": " → ".join(node.code for node in way)}, href=way[0].get_absolute_url())


def find_ties_off(plan: Plan) -> Iterator[Hit]:
    """Find nodes that rest on what was taken off the thread."""
    lost: dict[int, set[int]] = {}
    for tie in plan.ties:
        if plan.nodes[tie.source].is_taken_off and not plan.nodes[tie.target].is_taken_off:
            lost.setdefault(tie.target, set()).add(tie.source)
    for key, sources in lost.items():
        yield Hit(plan.nodes[key], {"by": name(plan, sources)})


def find_dateless(plan: Plan) -> Iterator[Hit]:
    """Find citations without a day or a year."""
    return (Hit(node) for node, citation in plan.cited if not citation.of.strip())


def find_sourceless(plan: Plan) -> Iterator[Hit]:
    """Find citations without a source."""
    return (Hit(node) for node, citation in plan.cited if not citation.source.strip())


def find_versionless(plan: Plan) -> Iterator[Hit]:
    """Find citations that name a source, but not which version of it."""
    for node, citation in plan.cited:
        if citation.source.strip() and not citation.version.strip():
            yield Hit(node)


def find_lost_codes(plan: Plan) -> Iterator[Hit]:
    """Find codes that were given and that no node has any more: a node was deleted past the thread."""
    numbers: dict[tuple[str, int | None], set[int]] = {}
    for node in plan.nodes.values():
        numbers.setdefault((node.type, node.under_id), set()).add(node.number)
    for (key, under), found in numbers.items():
        missing = set(range(1, max(found))) - found
        declared = plan.types.get(key)
        if missing and declared:
            above = plan.nodes[under].code if under is not None else ""
            codes = [declared.pattern.format(prefix=declared.prefix, number=one, under=above) for one in sorted(missing)]
            shown = ", ".join(codes[:5]) + (" …" if len(codes) > 5 else "")  # noqa: PLR2004 - as many as a line holds
            yield Hit(words={"codes": shown}, about=f"{key}:{above}"[:80])


def find_long_titles(plan: Plan) -> Iterator[Hit]:
    """Find titles too long to be taken in at once."""
    for node in plan.standing:
        if len(node.title) > LONGEST_READ:
            yield Hit(node, {"length": len(node.title), "limit": LONGEST_READ})


def name(plan: Plan, keys: frozenset[int] | set[int]) -> str:
    """Name nodes by their codes."""
    return ", ".join(plan.nodes[key].code for key in sorted(keys))


def find_repeated_reasons(plan: Plan) -> Iterator[Hit]:
    """Find nodes three or more of whose ties give the very same reason."""
    reasons = {tie.reason: " ".join(tie.reason.casefold().split()) for tie in plan.in_force}
    said = Counter((tie.target, reasons[tie.reason]) for tie in plan.in_force if reasons[tie.reason])
    most: dict[int, int] = {}
    for (key, _reason), count in said.items():
        most[key] = max(count, most.get(key, 0))
    for key, count in most.items():
        if count >= FEWEST_WORDS:
            yield Hit(plan.nodes[key], {"count": count})


MEND_EVIDENCE = _("Look for a newer figure and tie it in place of this one; or say in a waiver why the old one still holds.")
MEND_CITATION = _("Keep the finding anew from its source, so that it cites everything, and tie the new one.")

RULES: Final = (
    Rule(
        code="T01", severity=Severity.WARNING, find=find_old, at="source",
        title=_("Evidence is old"),
        what=_("%(code)s cites %(of)s: that is %(years)s years ago, the limit is %(limit)s."),
        why=_("A plan that rests on old figures answers a town that is no longer there."),
        mend=MEND_EVIDENCE,
    ),
    Rule(
        code="T02", severity=Severity.ERROR, find=find_very_old, at="source", gate=True,
        title=_("Evidence is far too old"),
        what=_("%(code)s cites %(of)s: that is %(years)s years ago, more than twice the limit."),
        why=_("Nobody can defend a decision of today with such a figure before the council."),
        mend=MEND_EVIDENCE,
    ),
    Rule(
        code="T03", severity=Severity.WARNING, find=find_moved, gate=True,
        title=_("The source has changed since it was cited"),
        what=_("%(code)s cited: %(was)s; the source now says: %(now)s."),
        why=_("Whoever looks the figure up will find another one than the plan gives."),
        mend=_("Read what rests on it; if it still holds, cite the source anew on the node’s page."),
    ),
    Rule(
        code="T04", severity=Severity.ERROR, find=find_gone, gate=True,
        title=_("What a node stands for is gone"),
        what=_("What %(code)s stands for was deleted; only what was cited is left."),
        why=_("A statement whose source nobody can open can’t be checked."),
        mend=_("Take the node off the thread, and tie what rests on it to something that is there."),
    ),
    Rule(
        code="T05", severity=Severity.HINT, find=find_loose, at="tie",
        title=_("A node is loose"),
        what=_("Nothing ties %(code)s to the rest of the plan."),
        why=_("What carries nothing makes the plan longer, not better founded."),
        mend=_("Tie it to what it speaks for or against, or take it off the thread."),
    ),
    Rule(
        code="T06", severity=Severity.ERROR, find=find_unsupported, at="tie", gate=True,
        title=_("A statement rests on nothing"),
        what=_("Nothing carries %(code)s."),
        why=_("Anybody may ask why it is in the plan, and the plan has no answer."),
        mend=_("Tie it to what it rests on, or take it off the thread."),
    ),
    Rule(
        code="T07", severity=Severity.ERROR, find=find_without_evidence, at="tie", gate=True,
        title=_("A statement rests on no evidence"),
        what=_("%(code)s rests on other statements, but none of them leads to any evidence."),
        why=_("Statements that only carry one another are opinions."),
        mend=_("Tie evidence to it, or to one of the statements that it rests on."),
    ),
    Rule(
        code="T08", severity=Severity.WARNING, find=find_single, at="tie",
        title=_("A statement rests on one piece of evidence"),
        what=_("All that %(code)s rests on in the end is %(by)s."),
        why=_("When this one figure turns out wrong, everything that stands on it falls."),
        mend=_("Look for a second piece of evidence, best from another source."),
    ),
    Rule(
        code="T09", severity=Severity.HINT, find=find_one_kind, at="tie",
        title=_("All evidence is of one kind"),
        what=_("All evidence under %(code)s is of one kind: %(kind)s."),
        why=_("Figures, residents and the office each see something else; together they are more convincing."),
        mend=_("Tie evidence of another kind too."),
    ),
    Rule(
        code="T10", severity=Severity.WARNING, find=find_one_source, at="tie",
        title=_("All evidence is from one source"),
        what=_("All %(count)s pieces of evidence under %(code)s are from: %(source)s."),
        why=_("A mistake of the source would repeat in each of them."),
        mend=_("Confirm it from another source."),
    ),
    Rule(
        code="T11", severity=Severity.ERROR, find=find_torn, gate=True,
        title=_("The same node supports and weakens"),
        what=_("%(code)s is both supported and weakened by: %(by)s."),
        why=_("The plan contradicts itself, and it can’t be read which of the two is meant."),
        mend=_("Remove one of the two ties."),
    ),
    Rule(
        code="T12", severity=Severity.ERROR, find=find_only_weakened, at="tie", gate=True,
        title=_("A statement is only weakened"),
        what=_("Nothing carries %(code)s, and against it speaks: %(by)s."),
        why=_("By the plan’s own evidence the statement is wrong."),
        mend=_("Tie what speaks for it, or take it off the thread."),
    ),
    Rule(
        code="T13", severity=Severity.WARNING, find=find_thin_reasons,
        title=_("A tie has no real reason"),
        what=_("Reasons that say nothing lead to %(code)s – %(reasons)s."),
        why=_("A reason of a word or two can’t be checked by anybody else."),
        mend=_("Remove the tie and make it anew with one or two sentences that say why."),
    ),
    Rule(
        code="T14", severity=Severity.WARNING, find=find_namesakes,
        title=_("Two nodes say the same"),
        what=_("%(code)s has the same title as %(other)s."),
        why=_("Ties are split between the two, and each looks weaker than it is."),
        mend=_("Take one of them off the thread and move its ties, or say in the titles what tells them apart."),
    ),
    Rule(
        code="T15", severity=Severity.ERROR, find=find_circling, gate=True, of_plan=True,
        title=_("Ties close a circle"),
        what=_("The ties go round: %(way)s."),
        why=_("What rests on itself rests on nothing."),
        mend=_("Remove one of these ties."),
    ),
    Rule(
        code="T16", severity=Severity.WARNING, find=find_ties_off,
        title=_("A statement rests on what was taken off"),
        what=_("%(code)s is still tied to what was taken off the thread: %(by)s."),
        why=_("The tie counts for nothing, though it looks as if it did."),
        mend=_("Remove the tie, or put the node back on the thread."),
    ),
    Rule(
        code="T17", severity=Severity.WARNING, find=find_dateless, at="source",
        title=_("Evidence has no date"),
        what=_("%(code)s does not say of which day or year it is."),
        why=_("Without a date nobody can tell whether it still holds."),
        mend=MEND_CITATION,
    ),
    Rule(
        code="T18", severity=Severity.ERROR, find=find_sourceless, at="source", gate=True,
        title=_("Evidence has no source"),
        what=_("%(code)s does not say where it comes from."),
        why=_("What has no source can’t be checked, and can’t be defended."),
        mend=MEND_CITATION,
    ),
    Rule(
        code="T19", severity=Severity.HINT, find=find_versionless, at="source",
        title=_("Evidence names no version"),
        what=_("%(code)s names its source, but not which version or edition of it."),
        why=_("Sources are corrected; without the version it can’t be told which figure was read."),
        mend=MEND_CITATION,
    ),
    Rule(
        code="T20", severity=Severity.ERROR, find=find_lost_codes, of_plan=True,
        title=_("A code is lost"),
        what=_("No node has these codes, though later ones were given: %(codes)s."),
        why=_("Minutes and documents may quote such a code; a node may be taken off, but never deleted."),
        mend=_("Have the rows brought back from a backup; if that can’t be done, waive it and say why."),
    ),
    Rule(
        code="T21", severity=Severity.HINT, find=find_long_titles,
        title=_("A title is too long"),
        what=_("The title of %(code)s has %(length)s signs, more than %(limit)s."),
        why=_("It can’t be read aloud in a meeting, nor does it fit into a picture."),
        mend=_("Shorten it to one sentence; details belong on the page of what it stands for."),
    ),
    Rule(
        code="T22", severity=Severity.HINT, find=find_repeated_reasons,
        title=_("The same reason is given many times"),
        what=_("%(count)s ties of %(code)s give the same reason, word for word."),
        why=_("A reason that fits everything says nothing about each of the ties."),
        mend=_("Say in each tie what exactly this piece contributes."),
    ),
)  # fmt: skip

"""What a protocol says, as plain values: two documents, one with names for the office and one that residents may read.

Both are kept as they were made. Paragraphs and rows about one submission carry its number, so that whoever has a tie to its
applicant is shown nothing of it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.kit.templatetags.kit import deadline, long_day, long_moment
from sciezka.kit.typography import write_money
from sciezka.rooms.calls.models import Call, Decision, Declaration
from sciezka.rooms.calls.queries import protocol_tables as tables
from sciezka.rooms.calls.queries.criteria_kept import are_kept
from sciezka.rooms.calls.queries.protocols import Gathered, gather
from sciezka.rooms.calls.queries.submissions import to_decide

Document = dict[str, Any]
Section = dict[str, Any]


def collect_protocol(call: Call, number: int) -> dict[str, Document]:
    """Write a protocol in the town's language, as it is kept: ``named`` for the office, ``open`` for residents."""
    held = gather(call)
    with translation.override(call.process.workspace.language):
        return {"named": write_protocol(held, number, named=True), "open": write_protocol(held, number, named=False)}


def write_protocol(held: Gathered, number: int, *, named: bool) -> Document:
    """Write one of the two documents."""
    call = held.call
    sections = [
        write_commission(held, named=named),
        write_course(held),
        write_submissions(held, named=named),
        write_checks(held, named=named),
        write_impartiality(held, named=named),
        write_scores(held, named=named),
        write_decisions(held, named=named),
        write_opinions(held, named=named),
        *([write_reservations(held, named=named)] if call.results_at else []),
        write_criteria(held),
    ]
    signing = [{"name": str(row.user), "function": str(row.get_function_display())} for row in held.members] if named else []
    return {
        "title": _("Protocol No. %(number)s of the commission") % {"number": number},
        "headline": call.title,
        "workspace": call.process.workspace.name,
        "language": translation.get_language() or "pl",
        "day": long_day(timezone.localdate()),
        "facts": list_facts(held),
        "sections": [section for section in sections if section["sentences"] or section["tables"] or section["passages"]],
        "signatures": signing,
        "words": {
            "kind": _("Protocol of the commission"),
            "made": _("Made on"),
            "by": " ".join(
                [_("Drawn up from what was recorded while the commission worked.")]
                + (
                    []
                    if named
                    else [_("Edition for residents: without names of assessors and private persons, remarks and reasons.")]
                )
            ),
            "signatures": _("Signatures"),
            "absent": _("excluded: a declared tie"),
        },
    }


def list_facts(held: Gathered) -> list[list[str]]:
    """Give the facts of the first page."""
    call = held.call
    facts = [
        (_("Process"), call.process.name),
        (pgettext("call", "Kind of call"), str(call.get_kind_display())),
        (pgettext("call", "Commission"), call.commission.name if call.commission else ""),
        (_("Appointed by"), str(call.commission.act) if call.commission and call.commission.act else ""),
        (pgettext("call", "Announced"), long_moment(call.published_at)),
        (pgettext("call", "Opened"), long_moment(call.opens_at)),
        (pgettext("call", "Closed"), deadline(call.closes_at)),
        (_("Scoring"), " – ".join(filter(None, map(long_moment, (call.scoring_opened_at, call.scoring_closed_at))))),
    ]
    return [[label, said] for label, said in facts if said]


def make_section(title: str) -> Section:
    """Make a section in which nothing stands yet."""
    return {"title": title, "sentences": [], "tables": [], "passages": []}


def write_commission(held: Gathered, *, named: bool) -> Section:
    """Tell who sat on the commission, by which act, and its sittings."""
    section, call = make_section(_("The commission")), held.call
    if call.commission and call.commission.act:
        act = call.commission.act
        text = _("The commission was appointed by %(act)s: %(title)s.") % {"act": act, "title": act.title}
        section["sentences"].append(text)
    elif call.commission:
        section["sentences"].append(_("The act that appointed the commission was not recorded."))
    if held.members:
        section["tables"].append(tables.list_composition(held, named=named))
    else:
        section["sentences"].append(_("Nobody was recorded as a member of the commission."))
    quorum = ngettext("The quorum is %(number)s member.", "The quorum is %(number)s members.", call.quorum)
    section["sentences"].append(quorum % {"number": call.quorum})
    for sitting in held.sittings:
        there = len(sitting.present)
        said = pgettext("quorum", "met") if there >= call.quorum else pgettext("quorum", "not met")
        line = ngettext("%(number)s member present; quorum %(met)s", "%(number)s members present; quorum %(met)s", there)
        words = [line % {"number": there, "met": said}]
        if named and there:
            names = sorted(held.present.get(str(ref), _("an account that was erased")) for ref in sitting.present)
            words.append(", ".join(names))
        # What was settled may name people.
        if named and sitting.notes:
            words.append(sitting.notes)
        where = f", {sitting.where}" if sitting.where else ""
        label = _("Sitting on %(day)s%(where)s") % {"day": long_day(sitting.day), "where": where}
        section["passages"].append({"of": "", "label": label, "text": "\n".join(words)})
    if not held.sittings:
        section["sentences"].append(_("No sitting was recorded."))
    return section


def write_course(held: Gathered) -> Section:
    """Tell how the call went: its rule of selection and what was changed in it."""
    section, call = make_section(_("The call")), held.call
    section["sentences"].append(_("Selection: %(rule)s.") % {"rule": call.get_selects_display()})
    if call.budget is not None:
        section["sentences"].append(_("Available money: %(money)s.") % {"money": write_money(call.budget)})
    if call.places is not None:
        section["sentences"].append(_("Places: %(number)s.") % {"number": call.places})
    if not held.amendments:
        section["sentences"].append(_("Nothing was changed in the call after it was announced."))
    for one in held.amendments:
        label = _("Amendment No. %(number)s of %(day)s") % {"number": one.number, "day": long_moment(one.made_at)}
        section["passages"].append({"of": "", "label": label, "text": one.why})
    return section


def write_submissions(held: Gathered, *, named: bool) -> Section:
    """Tell what came in time, what came late and what was withdrawn."""
    section = make_section(pgettext("protocol", "What was submitted"))
    groups = (
        (_("In time"), held.dealt_with),
        (_("Late"), [one for one in held.submissions if one.is_sent and one.is_late]),
        (_("Withdrawn"), [one for one in held.submissions if not one.is_sent]),
    )
    section["sentences"] = [f"{title}: {len(some)}." for title, some in groups]
    section["tables"] = [tables.list_submissions(title, some, named=named) for title, some in groups if some]
    return section


def write_checks(held: Gathered, *, named: bool) -> Section:
    """Tell how the formal check came out."""
    section = make_section(_("Formal check"))
    section["sentences"] = [f"{one.get('code', '')} – {one.get('text', '')}" for one in held.call.checklist]
    if not held.call.checklist:
        section["sentences"].append(_("The call had no formal conditions."))
    if held.dealt_with:
        section["tables"].append(tables.list_checks(held, named=named))
    else:
        section["sentences"].append(_("Nothing came in time, so nothing was checked."))
    return section


def write_impartiality(held: Gathered, *, named: bool) -> Section:
    """Tell of pledges, declarations, and who stepped aside."""
    section = make_section(_("Impartiality"))
    pledged = sum(row.user_id in held.pledges for row in held.members)
    declared = sum(one.user_id in held.member_keys for one in held.declarations)
    words = {"pledged": pledged, "members": len(held.members), "declarations": declared}
    if held.members:
        said = _("%(pledged)s of %(members)s members made the pledge of impartiality and confidentiality.")
        section["sentences"].append(said % words)
    section["sentences"].append(_("Declarations of ties to applicants: %(declarations)s.") % words)
    others = {one.user_id for one in held.declarations if one.stance == Declaration.Stance.CONFLICT} - held.member_keys
    if others:
        said = ngettext(
            "Of those who work on the call in the office outside the commission, %(count)s person stepped aside.",
            "Of those who work on the call in the office outside the commission, %(count)s people stepped aside.",
            len(others),
        )
        section["sentences"].append(said % {"count": len(others)})
    table = tables.list_recusals(held, named=named)
    if table["rows"]:
        section["tables"].append(table)
    else:
        section["sentences"].append(_("Nobody stepped aside."))
    for words_of_pledge in dict.fromkeys(pledge.words for pledge in held.pledges.values() if pledge.words):
        section["passages"].append({"of": "", "label": _("Words of the pledge"), "text": words_of_pledge})
    return section


def write_scores(held: Gathered, *, named: bool) -> Section:
    """Tell points, means, the ranking with shared places, great spreads and what discussions of them came to."""
    section, ranking = make_section(_("Scores and ranking")), held.reckoning.ranking
    if ranking is None:
        section["sentences"].append(_("No submission was scored."))
        return section
    key = [tables.list_assessors(held)] if named else []
    section["tables"] = [*key, tables.list_points(held), tables.list_ranking(held, named=named)]
    section["sentences"] = [
        _("Means and scores are rounded; the order comes from exact fractions."),
        _("Assessors are called A1, A2 … in an order drawn for the call, as in the published cards."),
    ]
    shared: dict[int, list[str]] = {}
    for row in ranking.rows:
        shared.setdefault(row.rank, []).append(row.submission)
    level = [(place, codes) for place, codes in shared.items() if len(codes) > 1]
    section["sentences"] += [
        _("Place %(place)s is shared by %(codes)s.") % {"place": place, "codes": ", ".join(codes)} for place, codes in level
    ] or [_("No two submissions share a place.")]
    unscored = [one.code for one in to_decide(held.call) if held.reckoning.of(one.code) is None]
    if unscored:
        section["sentences"].append(_("Not scored in every criterion: %(codes)s.") % {"codes": ", ".join(unscored)})
    spreads = tables.list_spreads(held, named=named)
    if spreads["rows"]:
        section["tables"].append(spreads)
    return section


def write_decisions(held: Gathered, *, named: bool) -> Section:
    """Tell what the commission proposes, and how much of the money that takes."""
    section, call = make_section(_("Proposal of the commission")), held.call
    table = tables.list_decisions(held, named=named)
    if not table["rows"]:
        section["sentences"].append(_("No decision was recorded."))
        return section
    section["tables"].append(table)
    if held.moves:
        section["tables"].append(tables.list_moves(held, named=named))
    counts: dict[str, int] = {}
    for one in held.dealt_with:
        if hasattr(one, "decision"):
            label = str(Decision.Outcome(one.decision.outcome).label)
            counts[label] = counts.get(label, 0) + 1
    section["sentences"] = [f"{label}: {number}." for label, number in counts.items()]
    granted = [one.decision.granted for one in held.dealt_with if hasattr(one, "decision") and one.decision.granted]
    if granted:
        section["sentences"].append(_("Money granted in all: %(money)s.") % {"money": write_money(sum(granted, Decimal(0)))})
    if call.approval:
        approved = _("Approved by %(act)s: %(title)s.") % {"act": call.approval, "title": call.approval.title}
        # A date that ends with an abbreviation brings a full stop of its own.
        section["sentences"].append(f"{approved.rstrip('.')}.")
    return section


def write_opinions(held: Gathered, *, named: bool) -> Section:
    """Give separate opinions in their authors' own words."""
    section = make_section(_("Separate opinions"))
    for one in held.opinions:
        label = f"{one.user}, {long_day(timezone.localdate(one.made_at))}" if named else _("A member")
        section["passages"].append({"of": "", "label": label, "text": one.text})
    if not held.opinions:
        section["sentences"].append(_("Nobody gave a separate opinion."))
    return section


def write_reservations(held: Gathered, *, named: bool) -> Section:
    """Tell how many objected to the published results and were answered; their words are between them and the town."""
    section = make_section(_("Reservations about the results"))
    if not held.reservations:
        section["sentences"].append(_("By the day of this protocol nobody had made a reservation."))
        return section
    counts = {
        "all": len(held.reservations),
        "late": sum(one.is_late for one in held.reservations),
        "answered": sum(one.answered_at is not None for one in held.reservations),
    }
    section["sentences"].append(_("Reservations: %(all)s, of them late: %(late)s, answered: %(answered)s.") % counts)
    if named:
        section["tables"].append(tables.list_reservations(held))
    return section


def write_criteria(held: Gathered) -> Section:
    """Give the criteria as they were announced, with the hash by which they can be checked."""
    section = make_section(_("Annex: criteria"))
    if not held.criteria:
        section["sentences"].append(_("The call had no criteria."))
        return section
    section["tables"].append(tables.list_criteria(held))
    if held.call.criteria_digest:
        section["sentences"].append(
            _("SHA-256 of the criteria at the announcement: %(hash)s.") % {"hash": held.call.criteria_digest}
        )
        kept = _("Reckoned again when this protocol was made, it is the same.")
        other = _("Reckoned again when this protocol was made, it is another one: the criteria were changed since.")
        section["sentences"].append(kept if are_kept(held.call, held.criteria) else other)
    return section


def hide_submissions(document: Document, codes: frozenset[str]) -> Document:
    """Give a document without what it says of some submissions: their numbers stay, with a word why nothing else does.

    They stand at the end of each table, once each, and places of the others are left out: where they stood, or a gap, would
    tell of their points. Tables of some submissions only, chosen by their points or decisions, don't name them at all.
    """
    if not codes:
        return document
    absent = document["words"]["absent"]
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(codes)))})\b")

    def blank(row: dict[str, Any], numeric: list[int]) -> dict[str, Any]:
        cells = [cell if cell == row["of"] else "" for cell in row["cells"]]
        free = next((at for at, cell in enumerate(cells) if not cell and at not in numeric), None)
        return {"of": row["of"], "cells": [absent if at == free else cell for at, cell in enumerate(cells)]}

    def leave_place(row: dict[str, Any], place: int | None) -> dict[str, Any]:
        return {**row, "cells": ["" if at == place else cell for at, cell in enumerate(row["cells"])]}

    def blank_table(table: dict[str, Any]) -> dict[str, Any]:
        shown = [at for at, row in enumerate(table["rows"]) if row["of"] not in codes]
        found = {} if table.get("chosen") else {row["of"]: row for row in table["rows"] if row["of"] in codes}
        rows = [leave_place(table["rows"][at], table.get("place")) for at in shown]
        rows += [blank(found[code], table["numeric"]) for code in sorted(found)]
        strong = [new for new, at in enumerate(shown) if at in table.get("strong", ())]
        return {**table, "rows": rows, "strong": strong}

    sections = [
        {
            **section,
            "sentences": [one for one in section["sentences"] if not names.search(one)],
            "tables": [blank_table(table) for table in section["tables"]],
            "passages": [one for one in section["passages"] if one["of"] not in codes],
        }
        for section in document["sections"]
    ]
    return {**document, "sections": sections}


def strike_words(document: Document, struck: Mapping[str, frozenset[str]]) -> Document:
    """Give a document without some words in the rows of some submissions; all else in these rows stays.

    A protocol is kept as it was made; somebody may have been named in a title that was found only afterwards.
    """

    def strike(row: dict[str, Any]) -> dict[str, Any]:
        words = struck.get(row["of"], frozenset())
        return {**row, "cells": ["" if cell in words else cell for cell in row["cells"]]}

    def strike_tables(section: Section) -> Section:
        return {**section, "tables": [{**table, "rows": list(map(strike, table["rows"]))} for table in section["tables"]]}

    return {**document, "sections": list(map(strike_tables, document["sections"]))} if struck and document else document


def lay_out(document: Document) -> Document:
    """Give a document with the cells of its tables ready for a page: each with its head, and whether it is a number."""

    def lay_table(table: dict[str, Any]) -> dict[str, Any]:
        numeric, strong = set(table["numeric"]), set(table.get("strong", ()))
        lines = [
            {
                "is_strong": at in strong,
                "cells": [
                    (head, cell, place in numeric)
                    for place, (head, cell) in enumerate(zip(table["heads"], row["cells"], strict=True))
                ],
            }
            for at, row in enumerate(table["rows"])
        ]
        headings = [(head, place in numeric) for place, head in enumerate(table["heads"])]
        return {**table, "lines": lines, "headings": headings}

    sections = [{**one, "tables": [lay_table(table) for table in one["tables"]]} for one in document["sections"]]
    return {**document, "sections": sections}

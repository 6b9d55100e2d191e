"""The form of a call on paper: whoever has no internet fills it in with a pen and brings it, or prepares it at home."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.kit import painting
from sciezka.kit.colour import DEFAULT, make_scale
from sciezka.kit.papers import set_pdf
from sciezka.kit.templatetags.kit import deadline
from sciezka.rooms.calls.models import Call, LegalForm
from sciezka.rooms.calls.queries.applicant_kinds import BODY_NAME, list_applicant_kinds
from sciezka.rooms.calls.queries.head_labels import HEAD_LABELS
from sciezka.rooms.questions.queries.budgets import has_budget
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.types import Item, Kind, Option, Page, Questionnaire, Section, Text
from sciezka.rooms.surveys.documents.printout import TEMPLATE, Sheet

CURRENCY: Final = "zł"


def write_blank(call: Call, language: str) -> bytes:
    """Write the empty form of a call as a PDF; it is set anew only when it says or looks otherwise."""
    said = collect_blank(call, language)
    mark = f"{TEMPLATE.read_text(encoding='utf-8')}\n{json.dumps(said, default=str)}"
    return painting.keep(mark, "pdf", lambda: set_pdf(TEMPLATE, "paper", said))


def collect_blank(call: Call, language: str) -> dict[str, Any]:
    """Give everything that the empty form says: the head, the pages of the form, where to bring it and until when."""
    with translation.override(language):
        form = read_edition(call.edition_id) if call.edition_id else Questionnaire()
        asked = replace(form, pages=(ask_head(call, form, language), *(put_on_paper(page, language) for page in form.pages)))
        sheet = Sheet(asked, language)
        workspace = call.process.workspace
        office = ", ".join(filter(None, (workspace.name, workspace.contact)))
        back = _("Please bring the signed form to: %(office)s.") % {"office": office} if call.takes_paper else ""
        until = _("It has to reach the office by %(moment)s.") % {"moment": deadline(call.closes_at)}
        address = f"{settings.BASE_URL}{call.public_url}".split("://", 1)[-1]
        return {
            "language": language,
            "accent": make_scale(workspace.accent or DEFAULT)["light"]["base-default"],
            "title": sheet.bind(call.title),
            "office": sheet.bind(workspace.name),
            "intro": sheet.bind(_("Form of a submission to the call")),
            "how": sheet.bind(_("Please write in block letters and put a cross in the box of what you choose.")),
            "pages": [sheet.lay_page(page) for page in asked.pages],
            "thanks": sheet.bind(_("How to submit it")),
            "return": sheet.bind(back),
            "until": sheet.bind(until) if call.closes_at else "",
            "online": sheet.bind(_("It can be submitted online, too: %(address)s") % {"address": address}),
            "signing": [pgettext("signing", "Day"), _("Signature of who submits")],
            "clause": sheet.lay_paragraphs(call.clause),
            "words": {name: sheet.words[name] for name in ("number", "clause", "page")},
        }


def ask_head(call: Call, form: Questionnaire, language: str) -> Page:
    """Make a page of what every submission to the call has; its codes begin with what no form's own code does."""
    items = (
        Item(
            code=f"_{number}", kind=kind, text=_in(language, text), help=_in(language, about),
            options=_list(language, options), unit=_in(language, CURRENCY if kind == Kind.NUMBER else ""),
        )
        for number, (kind, text, about, options) in enumerate(_list_head(call, form))
    )  # fmt: skip
    return Page(code="_head", title=_in(language, _("What and who")), sections=(Section(code="_head", items=tuple(items)),))


def _list_head(call: Call, form: Questionnaire) -> Iterator[tuple[Kind, str, str, Sequence[str]]]:
    yield Kind.TEXT, _name("title"), "", ()
    about = _("What is to be done, where, for whom, and what will be better.")
    yield Kind.LONG_TEXT, _name("summary"), about, ()
    if goals := [goal.name for goal in call.goals.all()]:
        yield Kind.MULTIPLE, _name("goals"), "", goals
    if call.list_of_areas:
        yield Kind.SINGLE, _name("area"), "", call.list_of_areas
    if call.asks_money and not has_budget(form):
        yield Kind.NUMBER, _name("asked"), _("An estimate is enough; 0 when none is needed."), ()
        yield Kind.NUMBER, _name("own"), _("Money, not work or things."), ()
    yield Kind.SINGLE, _name("applicant_kind"), "", [label for _kind, label in list_applicant_kinds(call)]
    is_for_bodies = call.kind == Call.Kind.PARTNERS
    whose = BODY_NAME if is_for_bodies else _("Of the organisation or company; a resident gives a name and surname.")
    yield Kind.TEXT, _name("applicant"), str(whose), ()
    yield Kind.TEXT, _("E-mail, or an address for letters"), "", ()
    yield Kind.TEXT, _name("phone"), "", ()
    if call.kind == Call.Kind.PARTNERS:
        yield Kind.SINGLE, _name("candidate.legal_form"), "", [str(label) for label in LegalForm.labels]
        yield Kind.SINGLE, _name("candidate.is_public_sector"), "", [_("yes"), _("no")]
        for part in ("seat", "nip", "regon", "krs"):
            yield Kind.TEXT, _name(f"candidate.{part}"), "", ()
        yield Kind.LONG_TEXT, _name("candidate.role"), _("What the partner would be responsible for."), ()
        yield Kind.LONG_TEXT, _name("candidate.contribution"), _("People, knowledge, premises, equipment, money."), ()
        yield Kind.LONG_TEXT, _name("candidate.experience"), _("Similar projects: what, when, for how much."), ()
        yield Kind.TEXT, _name("candidate.signatories"), "", ()


def put_on_paper(page: Page, language: str) -> Page:
    """Ask on paper for what only a screen can take: a place in words, a file as an annex."""
    sections = (
        replace(section, items=tuple(_put_item(item, language) for item in section.items)) for section in page.sections
    )
    return replace(page, sections=tuple(sections))


def _put_item(item: Item, language: str) -> Item:
    if item.kind == Kind.PLACE:
        return replace(item, kind=Kind.TEXT, help=_in(language, _("An address, or how to find it.")))
    if item.kind == Kind.FILE:
        return replace(item, kind=Kind.CONSENT, help=_in(language, _("Please attach it on paper.")))
    return item


def _name(field: str) -> str:
    return str(HEAD_LABELS[field])


def _in(language: str, words: str) -> Text:
    return Text({language: words}) if words else Text()


def _list(language: str, options: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code=str(number), text=_in(language, words)) for number, words in enumerate(options))

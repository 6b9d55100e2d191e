"""Letters of intent on paper, and the skeleton of an agreement with a partner.

Nothing legal is known here: what a letter binds to is the town's own text, and the skeleton only names what such an
agreement should settle. A lawyer of the town has to read it.
"""

from pathlib import Path
from typing import Any, Final

import docx
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from sciezka.kit.papers import set_pdf
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.text_documents import INK, save, set_up, write_list, write_note
from sciezka.kit.typography import write_money
from sciezka.rooms.calls.documents.protocol_papers import clean, write_signatures
from sciezka.rooms.calls.models import Letter

TEMPLATE: Final = Path(__file__).with_name("letter.typ")
BLANK: Final = "…" * 20
_PARTY_INDENT: Final = 0.7
_LINE: Final = 80
_MOST_KEPT: Final = 15 * _LINE


def collect_letter(letter: Letter) -> dict[str, Any]:
    """Give what a letter says, in the town's language, as plain values."""
    workspace = letter.call.process.workspace
    with translation.override(workspace.language):
        budget = ", ".join(
            part for part in (letter.supports, write_money(letter.amount) if letter.amount is not None else "") if part
        )
        points = [
            (
                _("Subject"),
                _("The parties mean to carry out together the project “%(name)s”.") % {"name": letter.project or BLANK},
            ),
            (_("Role of the partner"), letter.role),
            (_("Contribution of the partner"), letter.contribution),
            (_("Line of the budget that it supports"), budget),
            (_("Condition"), letter.condition),
            (_("What it binds to"), letter.clause),
            (pgettext("letter", "Term"), _("The letter is valid until %(day)s.") % {"day": long_day(letter.valid_until)})
            if letter.valid_until
            else ("", ""),
        ]
        return {
            "title": _("Letter of intent"),
            "number": pgettext("letter", "No. %(number)s") % {"number": letter.number} if letter.number else "",
            "day": long_day(letter.day) or BLANK,
            "language": translation.get_language() or "pl",
            "workspace": workspace.name,
            "opening": _("Parties"),
            "parties": [letter.town_party or workspace.name, letter.partner_party or letter.partner],
            "points": [[label, said] for label, said in points if said],
            "signatures": [
                {"name": (letter.town_party or workspace.name).splitlines()[0], "function": _("date and signature")},
                {"name": letter.partner, "function": _("date and signature")},
            ],
        }


def write_letter_pdf(letter: Letter) -> bytes:
    """Set a letter as a PDF."""
    return set_pdf(TEMPLATE, "letter", clean(collect_letter(letter)))


def write_letter_docx(letter: Letter) -> bytes:
    """Write a letter as a text document."""
    said = clean(collect_letter(letter))
    document = begin(said)
    day = document.add_paragraph(said["day"])
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = document.add_paragraph(said["title"], style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if said["number"]:
        number = document.add_paragraph(said["number"])
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading(said["opening"], 2)
    write_parties(document, said["parties"])
    for label, text in said["points"]:
        document.add_heading(label, 2)
        for line in text.splitlines():
            document.add_paragraph(line)
    keep_end_together(document)
    write_signatures(document, said["signatures"])
    return save(document)


def begin(said: dict[str, Any]) -> Document:
    """Begin a text document with a title of a letter's size, in plain ink: it goes out with the town's own head."""
    document = docx.Document()
    set_up(document, said)
    document.styles["Title"].font.size, document.styles["Title"].font.color.rgb = Pt(20), INK
    return document


def write_parties(document: Document, parties: list[str]) -> None:
    """List the parties: the name, and under it the seat, the numbers and who signs."""
    for at, party in enumerate(parties, start=1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(_PARTY_INDENT)
        paragraph.paragraph_format.first_line_indent = Cm(-_PARTY_INDENT)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_PARTY_INDENT))
        paragraph.add_run(f"{at}.\t")
        for place, line in enumerate(party.splitlines()):
            if place:
                paragraph.add_run().add_break()
            paragraph.add_run(line).bold = place == 0


def write_agreement(letter: Letter) -> bytes:
    """Write the skeleton of an agreement: what it has to settle, with blanks where the letter says nothing."""
    with translation.override(letter.call.process.workspace.language):
        held = clean(collect_letter(letter))
        said = {
            "title": _("Partnership agreement – skeleton"),
            "workspace": letter.call.process.workspace.name,
            "language": translation.get_language() or "pl",
        }
        document = begin(said)
        document.add_paragraph(said["title"], style="Title")
        write_note(
            document,
            clean(
                _(
                    "This is a skeleton and no legal advice: it names what such an agreement should settle. It has to be "
                    "completed and checked by the town’s lawyer against the rules of the programme before anybody signs it."
                )
            ),
        )
        where = {"day": BLANK[: len(BLANK) // 2], "place": BLANK[: len(BLANK) // 2]}
        document.add_paragraph(clean(_("concluded on %(day)s in %(place)s between:") % where))
        write_parties(document, held["parties"])
        for at, (title, hints, known) in enumerate(list_articles(letter), start=1):
            document.add_heading(clean(f"§ {at}. {title}"), 2)
            for line in clean(known).splitlines():
                document.add_paragraph(line)
            write_list(document, clean(hints))
            document.add_paragraph(BLANK)
        keep_end_together(document)
        write_signatures(document, held["signatures"])
        return save(document)


def keep_end_together(document: Document) -> None:
    """Keep the last heading and all below it with what follows: nobody signs a page on which nothing else stands.

    Of a long text only its end: what no page holds together is kept together by no program.
    """
    signs = 0
    for paragraph in reversed(document.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
        signs += max(len(paragraph.text), _LINE)
        if signs > _MOST_KEPT:
            break
        if paragraph.style is not None and paragraph.style.name == "Heading 2":
            break


def list_articles(letter: Letter) -> list[tuple[str, list[str], str]]:
    """Give the articles of an agreement: the title, what it has to settle, and what the letter says of it already."""
    amount = "" if letter.amount is None else write_money(letter.amount)
    role = "\n".join(part for part in (letter.role, letter.contribution) if part)
    return [
        (_("Subject of the agreement"), [_("the project, its aim and its place in the plan")], letter.project),
        (_("Rights and duties of the parties"), [_("of the lead partner"), _("of each partner")], ""),
        (
            _("Scope and form of each partner’s part"),
            [_("tasks of each partner, with dates"), _("people and premises")],
            role,
        ),
        (
            _("Representation"),
            [_("who leads the project"), _("what the lead partner is authorised to do for the others")],
            "",
        ),
        (
            _("Budget and financial arrangements"),
            [
                _("detailed budget with unit prices for each partner"),
                _("which expenditure is reimbursed"),
                _("how each partner’s amount was set, and how money is passed on"),
                _("method and ceiling of indirect costs"),
                _("currency and exchange rates"),
            ],
            ": ".join(part for part in (letter.supports, amount) if part),
        ),
        (_("Accounts, audits and inspections"), [_("records to be kept, and for how long"), _("who may inspect them")], ""),
        (_("Breach of the agreement"), [_("what happens when a party does not do its part"), _("return of money")], ""),
        (_("Disputes"), [_("talks first"), _("which court afterwards")], ""),
        (
            _("Term, condition and changes"),
            [_("from when until when it holds"), _("how it is changed"), _("how a party leaves")],
            letter.condition,
        ),
        (
            _("Closing provisions"),
            [
                _("language, when a partner is from another country"),
                _("whom the agreement has to be shown before the project’s contract"),
                _("personal data"),
                _("annexes"),
            ],
            "",
        ),
    ]

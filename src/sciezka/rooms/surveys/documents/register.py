"""The record for the register of processing activities as a text document and as a table."""

import csv
import io

import docx
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.kit.charts import defuse_cell
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.text_documents import save, set_up, write_note, write_table
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.register import describe_record


def write_record_csv(survey: Survey) -> bytes:
    """Write the record as a table that a spreadsheet opens with Polish letters, one field in a line."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Field of the record"), _("What it says")])
    writer.writerows([defuse_cell(fact.label), defuse_cell(fact.said)] for fact in describe_record(survey))
    return ("\ufeff" + out.getvalue()).encode()


def write_record_docx(survey: Survey) -> bytes:
    """Write the record as a text document of one table, to be put into the office's register."""
    said = {
        "title": survey.title,
        "workspace": survey.process.workspace.name,
        "language": (get_language() or "pl")[:2],
    }
    document = docx.Document()
    set_up(document, said)
    document.styles["Heading 1"].paragraph_format.page_break_before = False
    document.add_heading(_("Record of processing activities"), 1)
    rows = [[fact.label, fact.said] for fact in describe_record(survey)]
    heads = [_("Field of the record"), _("What it says")]
    write_table(document, {"title": survey.title, "heads": heads, "widths": [3, 7], "numeric": [], "rows": rows})
    write_note(
        document,
        _("State on %(day)s. Read it over before it goes into the register.") % {"day": long_day(timezone.localdate())},
    )
    return save(document)

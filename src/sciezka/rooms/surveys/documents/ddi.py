"""The description of a survey's data as DDI-Codebook 2.5: the study, the file, each variable with its question.

It holds no single answers. Frequencies are those that results show: what is hidden there has no number here. Elements stand
in the order that the schema of DDI-Codebook 2.5 prescribes.
"""

from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from sciezka.rooms.surveys.documents.ddi_elements import LANG, NAMESPACE, add
from sciezka.rooms.surveys.documents.ddi_variables import add_groups, add_variable
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.exports_described import Described

SCHEMA: Final = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
FILE: Final = "F1"


def write_ddi(described: Described) -> bytes:
    """Write the description."""
    root: Any = etree.Element(
        f"{{{NAMESPACE}}}codeBook",
        {"version": "2.5", "ID": f"survey-{described.survey.door}", LANG: described.language,
         _LOCATION: f"{NAMESPACE} {SCHEMA}"},
        nsmap={None: NAMESPACE, "xsi": "http://www.w3.org/2001/XMLSchema-instance"},
    )  # fmt: skip
    _describe_document(add(root, "docDscr"), described)
    study = add(root, "stdyDscr")
    _cite(add(study, "citation"), described)
    _inform(add(study, "stdyInfo"), described)
    _tell_method(add(study, "method"), described)
    _tell_access(add(study, "dataAccs"), described)
    _describe_file(add(root, "fileDscr", ID=FILE), described)
    data = add(root, "dataDscr")
    add_groups(data, described)
    for at, variable in enumerate(described.variables, start=1):
        add_variable(data, described, variable, at)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _describe_document(parent: Any, described: Described) -> None:  # noqa: ANN401 - lxml
    citation = add(parent, "citation")
    titles = add(citation, "titlStmt")
    add(titles, "titl", _("Description of the data: %(title)s") % {"title": described.survey.title})
    made = add(citation, "prodStmt")
    add(made, "producer", described.survey.process.workspace.name)
    today = timezone.localdate().isoformat()
    add(made, "prodDate", today, date=today)
    add(made, "software", "Ścieżka")


def _cite(parent: Any, described: Described) -> None:  # noqa: ANN401
    survey = described.survey
    titles = add(parent, "titlStmt")
    add(titles, "titl", survey.title, lang=described.language)
    asked = described.questionnaire.title
    for language in described.languages:
        if asked.speaks(language) and asked.say(language) != survey.title:
            name = "altTitl" if language == described.language else "parTitl"
            add(titles, name, asked.say(language), lang=language)
    add(titles, "IDNo", survey.door)
    who = survey.process.workspace.name
    add(add(parent, "rspStmt"), "AuthEnty", who)
    made = add(parent, "prodStmt")
    add(made, "producer", who)
    add(made, "prodPlac", who)
    if survey.previous is not None:
        series = add(parent, "serStmt")
        add(series, "serName", survey.previous.title)
        add(series, "serInfo", _("Earlier wave of the same survey."))
    if survey.edition is not None:
        version = add(parent, "verStmt")
        add(version, "version", _("Edition %(number)s of the questionnaire") % {"number": survey.edition.number})


def _inform(parent: Any, described: Described) -> None:  # noqa: ANN401
    survey = described.survey
    if survey.purpose:
        add(parent, "abstract", survey.purpose)
    about = add(parent, "sumDscr")
    for event, moment in (("start", survey.opens_at), ("end", survey.closes_at)):
        if moment is not None:
            day = timezone.localdate(moment).isoformat()
            add(about, "collDate", day, event=event, date=day)
    add(about, "nation", _("Poland"), abbr="PL")
    add(about, "geogCover", survey.process.workspace.name)
    add(about, "anlyUnit", _("Individual"))
    if survey.frame_size:
        counted = _("%(count)s people") % {"count": survey.frame_size}
        add(about, "universe", f"{counted} ({survey.frame_source})" if survey.frame_source else counted)
    add(about, "dataKind", _("Survey data"))


def _tell_method(parent: Any, described: Described) -> None:  # noqa: ANN401
    survey, head = described.survey, described.head
    collecting = add(parent, "dataColl")
    add(collecting, "timeMeth", _("Repeated survey") if survey.previous_id else _("One survey at one time"))
    add(collecting, "dataCollector", survey.process.workspace.name)
    add(collecting, "sampProc", say_sample(survey))
    for way in described.ways:
        add(collecting, "collMode", way)
    add(collecting, "resInstru", _("Structured questionnaire"))
    if described.has_weights:
        add(
            collecting,
            "weight",
            _("Weighted by raking to the known make-up of the population; no weight is above five means."),
        )
    if head is None or head.is_few:
        return
    analysed = add(parent, "anlyInfo")
    if head.rate is not None:
        add(analysed, "respRate", _("%(share)s %% of the population (%(n)s answers)")
            % {"share": f"{100 * head.rate:.1f}", "n": head.n})  # fmt: skip
    if head.margin is not None:
        said = _("±%(points)s percentage points at 95 %%, as if everybody had been drawn at random")
        add(analysed, "EstSmpErr", said % {"points": f"{100 * head.margin:.1f}"})


def say_sample(survey: Survey) -> str:
    """Say how those who answered came to be asked."""
    return {
        Survey.Entry.LINK: _("Self-selected: whoever had the link could answer."),
        Survey.Entry.CODES: _("Whole classes were asked, each with one code for all of its pupils."),
        Survey.Entry.LIST: _("People on a list were invited by e-mail, each with a personal link."),
    }[Survey.Entry(survey.entry)]


def _tell_access(parent: Any, described: Described) -> None:  # noqa: ANN401
    use = add(parent, "useStmt")
    add(use, "confDec", _("Single answers are seen only by those who lead the survey. Results never show fewer than "
                          "%(fewest)s people.") % {"fewest": described.survey.fewest})  # fmt: skip
    if described.survey.erased_at:
        add(use, "conditions", _("The answers were deleted as the survey’s retention says."))
    elif described.survey.erases_on:
        said = _("The answers are deleted on %(day)s.") % {"day": described.survey.erases_on.isoformat()}
        add(use, "conditions", said)


def _describe_file(parent: Any, described: Described) -> None:  # noqa: ANN401
    text = add(parent, "fileTxt")
    add(text, "fileName", described.file_name)
    add(text, "fileCont", _("One row for each person, in an order drawn anew for each file; codes as below."))
    size = add(text, "dimensns")
    if described.head is not None and not described.head.is_few:
        add(size, "caseQnty", described.head.n)
    add(size, "varQnty", len(described.variables))
    add(text, "fileType", "text/csv", charset="UTF-8")
    add(text, "format", _("values separated by semicolons"))

"""A survey as a record of the register of processing activities (art. 30 GDPR); what is kept, and who may see it."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.questions.schema.types import Kind, Questionnaire
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.clauses import clause_in_force, find_controller, find_officer
from sciezka.rooms.surveys.queries.composing import join_words, say_moment
from sciezka.rooms.surveys.queries.editions import read_asked


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a record; what is missing though the law asks for it is marked."""

    label: str
    said: str
    lacks: bool = False


def describe_record(survey: Survey) -> list[Fact]:
    """Describe the survey as art. 30(1) GDPR asks."""
    workspace = survey.process.workspace
    clause = clause_in_force(survey)
    officer = clause.officer if clause else find_officer(workspace)
    controller = clause.controller if clause else find_controller(workspace)
    asked = read_asked(survey)
    return [
        Fact(_("Name of the activity"), survey.title),
        Fact(
            _("Controller"),
            join_words((controller or workspace.name, workspace.contact, workspace.website)),
            lacks=not workspace.contact or not controller,
        ),
        Fact(_("Data protection officer"), officer or _("not given"), lacks=not officer),
        Fact(_("Purpose"), survey.purpose or _("learning the opinions needed to plan development and improve services")),
        Fact(_("Legal basis"), survey.legal_basis or _("Article 6(1)(e) of the GDPR, a task in the public interest")),
        Fact(_("Categories of people"), say_people(survey)),
        Fact(_("Categories of data"), "; ".join(list_data(survey, asked))),
        Fact(_("Recipients"), _("those who run the survey in the office; whoever keeps the server on its behalf")),
        Fact(_("Transfers outside the EEA"), _("none")),
        Fact(_("Deletion"), say_deletion(survey)),
        Fact(_("Security measures"), "; ".join(list_measures(survey))),
        Fact(_("Collecting"), say_collecting(survey)),
        Fact(
            _("Information clause"),
            _("version %(number)s") % {"number": clause.number} if clause else _("a draft until the survey opens"),
        ),
    ]


def say_people(survey: Survey) -> str:
    """Say whose data they are."""
    audience = survey.questionnaire.get_audience_display()
    minors = _("among them minors") if survey.of_minors else ""
    size = survey.frame_size
    words = {"count": number_format(size or 0, force_grouping=True)}
    count = ngettext("about %(count)s person", "about %(count)s people", size) % words if size else ""
    return join_words((str(audience), minors, count))


def list_data(survey: Survey, asked: Questionnaire) -> list[str]:
    """List which kinds of data come in."""
    kinds = {item.kind for item in asked.items()}
    said = [_("answers to the questions of the questionnaire")]
    if kinds & {Kind.TEXT, Kind.LONG_TEXT}:
        said.append(_("words of one's own, which may hold personal data though it is asked not to"))
    if Kind.PLACE in kinds:
        finest = min(item.round_to for item in asked.items() if item.kind == Kind.PLACE)
        said.append(_("a place on a map rounded to %(metres)s m") % {"metres": finest})
    if Kind.FILE in kinds:
        said.append(_("files that were sent"))
    said.append(_("language, way and hour of answering"))
    if survey.entry == Survey.Entry.LIST:
        said.append(_("e-mail addresses of people invited, kept apart from answers"))
    if survey.entry == Survey.Entry.CODES:
        said.append(_("the school or its type, where the class code has one"))
    return said


def say_deletion(survey: Survey) -> str:
    """Say when what is deleted."""
    if survey.erased_at:
        return _("answers were deleted on %(day)s") % {"day": say_moment(survey.erased_at)}
    days = ngettext("%(count)s day after the end", "%(count)s days after the end", survey.keeps_days)
    said = _("answers: %(days)s") % {"days": days % {"count": survey.keeps_days}}
    day = f" ({long_day(survey.erases_on)})" if survey.erases_on else ""
    addresses = _("addresses: 30 days after the end") if survey.entry == Survey.Entry.LIST else ""
    return "; ".join(filter(None, (said + day, _("keys and passes: one day after the end"), addresses)))


def list_measures(survey: Survey) -> list[str]:
    """List what guards the data."""
    return [
        _("no network address, device or account is stored with an answer; hours instead of moments"),
        _("lists and codes are kept apart from answers and can't be joined with them"),
        _("results of fewer than %(fewest)s people are hidden everywhere") % {"fewest": survey.fewest},
        _("single answers are seen only by who runs the survey; each download stands in the journal"),
        _("deletion by itself on the day named"),
    ]


def say_collecting(survey: Survey) -> str:
    """Say from when to when answers are collected."""
    if not survey.launched_at:
        return _("collecting has not begun")
    words = {"opens": say_moment(survey.opens_at), "closes": say_moment(survey.closes_at) or "–"}
    return _("from %(opens)s to %(closes)s") % words


def list_kept(survey: Survey) -> list[Fact]:
    """List what lies in the database now."""
    counts = {
        _("finished answers"): survey.responses.filter(finished_hour__isnull=False).count(),
        _("answers begun and not finished"): survey.responses.filter(finished_hour=None).count(),
        _("paper forms"): survey.papers.count(),
        _("addresses of people invited"): survey.invitations.count(),
        _("class codes"): survey.codes.count(),
        _("published results"): survey.releases.count(),
        _("findings"): survey.findings.count(),
    }
    facts = [Fact(label, str(count)) for label, count in counts.items() if count]
    salt = _("kept still") if survey.salt else _("destroyed")
    return [*facts, Fact(_("secret of personal passes"), salt)]


def list_seers(survey: Survey) -> list[Fact]:
    """List who may see what."""
    return [
        Fact(_("co-ordinators and advisers of the workspace"), _("everything but who has answered; single answers")),
        Fact(
            _("members of the process"),
            _("results of at least %(fewest)s people, and how many answered") % {"fewest": survey.fewest},
        ),
        Fact(_("members who may draft"), _("besides: paper forms while they enter them")),
        Fact(_("residents"), _("results once they are published")),
        Fact(
            _("the administrator of the server"),
            _("the database and its backups; what can be read there is described in the guide"),
        ),
    ]

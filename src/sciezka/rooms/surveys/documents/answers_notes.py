"""What a file of answers says about itself: of which survey it is, what stands in it, and what never does."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.surveys.queries.exports import Export
from sciezka.rooms.surveys.queries.exports_variables import Role


def list_notes(export: Export) -> Iterator[str]:
    """List the lines."""
    survey = export.survey
    yield survey.title
    yield f"{survey.process.workspace.name}, {survey.process}"
    if survey.opens_at and survey.closes_at:
        days = [f"{timezone.localdate(moment):%d.%m.%Y}" for moment in (survey.opens_at, survey.closes_at)]
        yield _("Answered from %(first)s to %(last)s.") % {"first": days[0], "last": days[1]}
    yield ngettext("%(count)s answer.", "%(count)s answers.", export.n) % {"count": export.n}
    yield _("File of %(day)s.") % {"day": f"{timezone.localdate():%d.%m.%Y}"}
    yield ""
    yield _("One row is one person. Answers left out by hand, and those given after a quota was full, are not here.")
    yield _("Rows stand in an order drawn anew for each file. Their numbers say nothing and fit no other file.")
    yield _("No hour, no address and no personal link is kept beside an answer, so none is here.")
    if export.wish.words:
        yield _(
            "What people wrote themselves is here: there may be personal data in it. Keep and send the file accordingly."
        )
    else:
        yield _("What people wrote themselves was left out.")
    if any(variable.role == Role.WEIGHT for variable in export.variables):
        yield _("The last column weights the answers to what is known of the population; its mean is 1.")
    yield _("Nothing of small groups is hidden here, unlike in results. Don’t publish single answers.")

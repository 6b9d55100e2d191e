"""Making a release of a survey's results, showing it to residents, and taking it back."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.blocks import pack_blocks
from sciezka.rooms.surveys.models import Release, Survey
from sciezka.rooms.surveys.queries.releases import find_seen, say_why_not
from sciezka.rooms.surveys.queries.releases_content import is_same, make_content, reword_content
from sciezka.rooms.surveys.queries.results_page import open_sight
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def release_results(
    *, actor: User, survey: Survey, summary: str = "", next_step: str = "", left_out: Collection[str] = ()
) -> Release:  # fmt: skip
    """Show residents the results of a survey; a second time in other words, with the numbers of the first.

    Args:
        actor: who publishes.
        survey: whose results.
        summary: what was learned, in plain words.
        next_step: what comes of it.
        left_out: codes of questions that are not told.

    Raises:
        ValidationError: nothing can be published now; the sentence says why.
    """
    _hold(survey)
    seen = find_seen(survey)
    if seen is not None:
        content = reword_content(seen.content, next_step=next_step, left_out=left_out)
    else:
        pack_blocks(survey)
        sight = open_sight(survey)
        if (why := say_why_not(survey, sight)) or sight is None:
            raise ValidationError(why, code="release")
        content = make_content(sight, next_step=next_step, left_out=left_out)
    release = Release.objects.create(survey=survey, number=_count(survey) + 1, summary=summary, content=content)
    return publish_release(actor=actor, release=release)


@transaction.atomic
def publish_release(*, actor: User, release: Release) -> Release:
    """Show a release to residents in place of the one they saw.

    Raises:
        ValidationError: residents saw other numbers of this survey.
    """
    _hold(release.survey)
    release.refresh_from_db()
    if release.published_at and not release.withdrawn_at:
        return release
    seen = find_seen(release.survey)
    if seen is not None and not is_same(seen.content, release.content):
        said = _("Residents have seen other numbers of this survey: two results close together would tell what the few "
                 "in between answered.")  # fmt: skip
        raise ValidationError(said, code="seen")
    now = timezone.now()
    others = release.survey.releases.filter(published_at__isnull=False, withdrawn_at__isnull=True)
    others.exclude(pk=release.pk).update(withdrawn_at=now)
    release.published_at, release.withdrawn_at = now, None
    release.save(update_fields=["published_at", "withdrawn_at"])
    note(actor=actor, verb="release.publish", of=release.survey, after={"number": release.number})
    return release


@transaction.atomic
def withdraw_release(*, actor: User, release: Release) -> Release:
    """Take a release back from residents; it stays in the office."""
    _hold(release.survey)
    release.refresh_from_db()
    if not release.published_at or release.withdrawn_at:
        return release
    release.withdrawn_at = timezone.now()
    release.save(update_fields=["withdrawn_at"])
    note(actor=actor, verb="release.withdraw", of=release.survey, after={"number": release.number})
    return release


def keep_release(*, survey: Survey) -> Release | None:
    """Keep the results before the answers go, unless residents saw some: then those stay. Only the office sees it."""
    sight = None if find_seen(survey) else open_sight(survey)
    if sight is None or say_why_not(survey, sight) or sight.n < survey.fewest:
        return None
    return Release.objects.create(survey=survey, number=_count(survey) + 1, content=make_content(sight))


def _count(survey: Survey) -> int:
    last: int = survey.releases.aggregate(last=Max("number"))["last"] or 0
    return last


def _hold(survey: Survey) -> None:
    """Let two people release one after the other."""
    Survey.objects.select_for_update(of=("self",), no_key=True).get(pk=survey.pk)

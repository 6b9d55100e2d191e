"""Ways into a survey: its link, the kiosk, sites that embed it, and class codes."""

import re
import secrets
from collections.abc import Iterable, Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.surveys import OVER, refuse_unless
from sciezka.rooms.surveys.models import ClassCode, Phase, Survey
from sciezka.rooms.surveys.models.surveys import DOOR_SIGNS, make_door
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note

BEFORE_END: Final = frozenset(set(Phase) - OVER)
MOST_HOSTS: Final = 20
MOST_CODES: Final = 500
LARGEST_CLASS: Final = 500
KIOSK_SIGNS: Final = 12
CODE_SIGNS: Final = 6
_HOST: Final = re.compile(r"(?=.{1,253}(?::|$))(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?::[0-9]{1,5})?")


@transaction.atomic
def renew_link(*, actor: User | None, survey: Survey) -> Survey:
    """Give the survey another address; the one that was passed on leads nowhere from now on."""
    refuse_unless(survey, BEFORE_END)
    survey.door = make_door()
    survey.save(update_fields=["door"])
    note(actor=actor, verb="survey.renew_link", of=survey)
    return survey


@transaction.atomic
def set_entry(
    *, actor: User | None, survey: Survey, hosts: Iterable[str], has_kiosk: bool, once: bool, takes_paper: bool
) -> Survey:
    """Open and shut the ways in that stand beside the link itself.

    Args:
        actor: who.
        survey: which one.
        hosts: the sites that may show the survey in a frame, such as ``www.miasto.example``.
        has_kiosk: whether a device of the office may take one answer after another.
        once: whether one device answers once.
        takes_paper: whether paper forms are entered too.
    """
    refuse_unless(survey, BEFORE_END | {Phase.CLOSED})
    word = survey.kiosk_word or secrets.token_hex(KIOSK_SIGNS // 2)
    values = {
        "embed_hosts": clean_hosts(hosts),
        "kiosk_word": word if has_kiosk else "",
        "once": once,
        "takes_paper": takes_paper,
    }
    apply_changes(actor=actor, verb="survey.edit", of=survey, values=values, write=_note_entry)
    return survey


def _note_entry(*, actor: User | None, verb: str, of: Survey, before: dict[str, object], after: dict[str, object]) -> None:
    # The kiosk's word opens the survey, so the journal only tells whether there is one.
    hidden = {name: bool(value) for name, value in after.items() if name == "kiosk_word"}
    note(actor=actor, verb=verb, of=of, before={**before, **dict.fromkeys(hidden, "")}, after={**after, **hidden})


def clean_hosts(hosts: Iterable[str]) -> list[str]:
    """Read names of sites, whole addresses too; each once.

    Raises:
        ValidationError: one is no name of a site, or there are too many.
    """
    found: dict[str, None] = {}
    for said in hosts:
        host = said.strip().lower().removeprefix("https://").removeprefix("http://").split("/", 1)[0]
        if not host:
            continue
        if not _HOST.fullmatch(host):
            words = _("“%(host)s” is no name of a site, such as www.town.example.") % {"host": said.strip()[:80]}
            raise ValidationError({"hosts": words}, code="host")
        found[host] = None
    if len(found) > MOST_HOSTS:
        raise ValidationError({"hosts": _("At most %(most)s sites may embed it.") % {"most": MOST_HOSTS}}, code="many")
    return list(found)


@transaction.atomic
def make_codes(*, actor: User | None, survey: Survey, classes: Sequence[tuple[str, str, int]]) -> list[ClassCode]:
    """Make a code for each class.

    Args:
        actor: who.
        survey: which one.
        classes: for each class its name, the group kept with its answers (may be empty) and how many pupils it has.
    """
    refuse_unless(survey, BEFORE_END)
    taken = set(survey.codes.values_list("code", flat=True))
    if len(taken) + len(classes) > MOST_CODES:
        raise ValidationError(_("A survey has at most %(most)s class codes.") % {"most": MOST_CODES}, code="many")
    rows = []
    for label, group, size in classes:
        if not label.strip() or not 1 <= size <= LARGEST_CLASS:
            said = _("Each class needs a name and from one to %(most)s pupils.") % {"most": LARGEST_CLASS}
            raise ValidationError(said, code="class")
        code = make_code(taken)
        taken.add(code)
        rows.append(ClassCode(survey=survey, code=code, label=label.strip()[:120], group=group.strip()[:120], size=size))
    made = ClassCode.objects.bulk_create(rows)
    if made:
        note(actor=actor, verb="class_code.make", of=survey, after={"codes": len(made)})
    return made


def make_code(taken: set[str]) -> str:
    """Draw a code that no other class of the survey has, in signs that do not look alike."""
    while True:
        code = "".join(secrets.choice(DOOR_SIGNS) for _ in range(CODE_SIGNS))
        if code not in taken:
            return code


@transaction.atomic
def stop_code(*, actor: User | None, code: ClassCode) -> None:
    """Let nobody in by a class code any more, or let them in again."""
    refuse_unless(code.survey, BEFORE_END)
    code.is_stopped = not code.is_stopped
    code.save(update_fields=["is_stopped"])
    note(actor=actor, verb="class_code.stop", of=code.survey, after={"stopped": code.is_stopped})

"""Changing drafts: one change at a time, on what is stored now, with what changed told to the journal."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.shaping import INNER, Content, list_spots
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.originals import drop_originals, keep_originals
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.tidying import tidy_text
from sciezka.rooms.town.actions.trace import note

Result = TypeVar("Result")
HEAD: Final = ("languages", "title", "intro", "thanks")
LONGEST_NOTE: Final = 600
MOST_NOTES: Final = 40


class ChangedMeanwhile(ValueError):
    """Somebody else changed the same part after it had been read."""


@transaction.atomic
def change_draft(*, actor: User, questionnaire: Questionnaire, change: Callable[[Content], Result]) -> Result:
    """Change a draft as it is stored at this moment; the questionnaire that was passed then knows the new one.

    Args:
        actor: who changes it.
        questionnaire: whose draft.
        change: gets a copy of the content, changes it in place, and gives what its caller wants to know.

    Raises:
        SchemaProblem: where what came of it is no questionnaire; nothing is stored then.
    """
    held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    content = copy_content(held.draft)
    result = change(content)
    written = write_questionnaire(read_questionnaire(content))
    questionnaire.draft = held.draft
    questionnaire.revision = held.revision
    if written != held.draft:
        before, after = tell_difference(held.draft, written)
        questionnaire.draft = written
        questionnaire.revision = held.revision + 1
        questionnaire.originals = keep_originals(held.originals, held.draft, written)
        questionnaire.updated_at = timezone.now()
        questionnaire.save(update_fields=["draft", "originals", "revision", "updated_at"])
        note(actor=actor, verb="questionnaire.edit", of=questionnaire, before=before, after=after)
    return result


@transaction.atomic
def confirm_translations(*, actor: User, questionnaire: Questionnaire, language: str, names: Collection[str]) -> None:
    """Say of texts whose original has changed that their translation fits still."""
    held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    left = drop_originals(held.originals, language, names)
    if left == held.originals:
        return
    questionnaire.originals = left
    questionnaire.save(update_fields=["originals"])
    checked = sorted(set(held.originals.get(language, {})) & set(names))[:MOST_NOTES]
    note(actor=actor, verb="questionnaire.edit", of=questionnaire, after={"checked": checked, "language": language})


@transaction.atomic
def describe_questionnaire(*, actor: User, questionnaire: Questionnaire, title: str, audience: str) -> None:
    """Change how the office calls a questionnaire, and whom it is meant for."""
    held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    title = tidy_text(title, one_line=True) or held.title
    before, after = {"title": held.title, "audience": held.audience}, {"title": title, "audience": audience}
    if before == after:
        return
    questionnaire.title, questionnaire.audience = title, audience
    questionnaire.updated_at = timezone.now()
    questionnaire.save(update_fields=["title", "audience", "updated_at"])
    changed = [name for name in after if before[name] != after[name]]
    note(
        actor=actor,
        verb="questionnaire.edit",
        of=questionnaire,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transaction.atomic
def delete_questionnaire(*, actor: User, questionnaire: Questionnaire) -> None:
    """Delete a questionnaire that was never frozen.

    Raises:
        ProtectedError: where an edition or a survey holds it.
    """
    note(actor=actor, verb="questionnaire.delete", of=questionnaire, before={"title": questionnaire.title})
    Questionnaire.objects.get(pk=questionnaire.pk).delete()


def refuse_stale(part: Content, seen: str) -> None:
    """Refuse to write over what somebody else has changed since it was read.

    Raises:
        ChangedMeanwhile: where the part is not what its editor saw.
    """
    if digest_part(part) != seen:
        raise ChangedMeanwhile


def digest_part(part: Mapping[str, Any]) -> str:
    """Give a short sign of a part's own content, without the parts inside it."""
    own = {name: value for name, value in part.items() if name not in {*INNER.values(), "pages"}}
    written = json.dumps(own, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def tell_difference(before: Content, after: Content) -> tuple[dict[str, Any], dict[str, Any]]:
    """Tell what differs between two drafts, part by part and field by field, shortly."""
    old, new = _flatten(before), _flatten(after)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    kept = names[:MOST_NOTES]
    past, now = ({name: _shorten(side[name]) for name in kept if name in side} for side in (old, new))
    return past, {**now, "…": len(names) - len(kept)} if len(names) > len(kept) else now


def copy_content(content: Content) -> Content:
    """Copy what is stored; going through its text is several times as quick as copying object by object."""
    copied: Content = json.loads(json.dumps(content))
    return copied


def _flatten(content: Content) -> dict[str, Any]:
    """Name each field of each part, and the order of what a part holds."""
    flat: dict[str, Any] = {name: content[name] for name in HEAD if name in content}
    flat["pages"] = [page["code"] for page in content.get("pages", ())]
    for spot in list_spots(copy_content(content)):
        inner = INNER.get(spot.kind, "")
        for name, value in spot.part.items():
            key = f"{spot.part['code']}.{name}"
            if name == inner:
                flat[key] = [part["code"] for part in value]
            elif name != "code":
                flat[key] = value
    return flat


def _shorten(value: Any) -> Any:  # noqa: ANN401 - any JSON
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value if len(written) <= LONGEST_NOTE else f"{written[:LONGEST_NOTE]}…"

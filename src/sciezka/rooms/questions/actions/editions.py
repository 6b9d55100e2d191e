"""Making questionnaires and freezing their editions."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Workspace


@transaction.atomic
def make_questionnaire(  # noqa: PLR0913 - by name
    *,
    actor: User,
    workspace: Workspace,
    title: str,
    schema: Schema,
    audience: str = "other",
    source: str = "",
    originals: Mapping[str, Any] | None = None,
) -> Questionnaire:
    """Make a questionnaire with a draft of its own."""
    made = Questionnaire.objects.create(
        workspace=workspace,
        title=title,
        audience=audience,
        draft=write_questionnaire(schema),
        source=source,
        originals=dict(originals or {}),
    )
    note(actor=actor, verb="questionnaire.make", of=made, after={"title": title, "audience": audience, "source": source})
    return made


@transaction.atomic
def freeze_edition(*, actor: User, questionnaire: Questionnaire, remark: str = "") -> Edition:
    """Freeze the draft as an edition; where nothing has changed since the last one, that one is given.

    Raises:
        SchemaProblem: where the draft can't be read.
    """
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    content = write_questionnaire(read_questionnaire(row.draft))
    digest = digest_content(content)
    last = row.editions.first()
    if last is not None and last.digest == digest:
        return last
    number = last.number + 1 if last else 1
    edition = Edition.objects.create(
        questionnaire=row, number=number, content=content, digest=digest, note=remark, frozen_by=actor
    )
    note(actor=actor, verb="questionnaire.freeze", of=row, after={"number": number, "note": remark})
    return edition


def digest_content(content: dict[str, Any]) -> str:
    """Give the digest of a questionnaire's content."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()

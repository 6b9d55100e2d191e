"""Keeping questions in the workspace's own bank."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.drafts import change_draft, tell_difference
from sciezka.rooms.questions.actions.shaping import Content, find_spot
from sciezka.rooms.questions.models import BankItem, Questionnaire
from sciezka.rooms.questions.queries.bank import is_shipped
from sciezka.rooms.questions.schema.stored import read_item, write_item
from sciezka.rooms.town.actions.trace import note

# What belongs to the questionnaire that asks, not to the question.
LEFT_BEHIND = ("show_if", "required_if")


@transaction.atomic
def keep_item(
    *, actor: User, questionnaire: Questionnaire, item_code: str, code: str, theme: str = "", remark: str = ""
) -> BankItem:
    """Keep a question of a draft in the bank under a stable code, which the draft's question gets too.

    Raises:
        ValidationError: where the code is taken.
        PartGone: where the question is not there any more.
    """
    workspace = questionnaire.workspace
    if is_shipped(code) or BankItem.objects.filter(workspace=workspace, code=code).exists():
        raise ValidationError(_("This code is taken in the bank. Choose another one."), code="taken")

    def change(content: Content) -> Content:
        spot = find_spot(content, item_code, "item")
        spot.part["bank"] = code
        return dict(spot.part)

    kept = strip_item(change_draft(actor=actor, questionnaire=questionnaire, change=change))
    made = BankItem.objects.create(workspace=workspace, code=code, theme=theme, note=remark, content=kept)
    note(actor=actor, verb="bank_item.keep", of=made, after={"code": code, "theme": theme, "text": kept.get("text")})
    return made


@transaction.atomic
def edit_bank_item(*, actor: User, stem: BankItem, content: Content, theme: str, remark: str) -> BankItem:
    """Change a question of the bank; questionnaires that ask it keep their own words."""
    held = BankItem.objects.select_for_update().get(pk=stem.pk)
    content = strip_item({**content, "bank": held.code})
    before, after = tell_difference(_as_page(held.content), _as_page(content))
    for name, value in (("theme", theme), ("note", remark)):
        if getattr(held, name) != value:
            before[name], after[name] = getattr(held, name), value
    if after or before:
        stem.content, stem.theme, stem.note = content, theme, remark
        stem.save(update_fields=["content", "theme", "note"])
        note(actor=actor, verb="bank_item.edit", of=stem, before=before, after=after)
    return stem


@transaction.atomic
def remove_bank_item(*, actor: User, stem: BankItem) -> None:
    """Remove a question from the bank; questionnaires that ask it keep it, with its code."""
    note(actor=actor, verb="bank_item.remove", of=stem, before={"code": stem.code, "content": stem.content})
    BankItem.objects.get(pk=stem.pk).delete()


def strip_item(item: Content) -> Content:
    """Leave out of an item what belongs to the questionnaire that asks it."""
    kept = {name: value for name, value in item.items() if name not in LEFT_BEHIND}
    for name in ("options", "rows"):
        if name in kept:
            lines: list[dict[str, Any]] = kept[name]
            kept[name] = [{key: value for key, value in line.items() if key not in {"skip_to", "show_if"}} for line in lines]
    return write_item(read_item(kept))


def _as_page(item: Content) -> Content:
    return {"pages": [{"code": "p", "sections": [{"code": "s", "items": [item]}]}]}

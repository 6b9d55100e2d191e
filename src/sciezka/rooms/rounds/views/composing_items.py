"""The items of a round."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.actions.items import BEFORE_ASKING, BEFORE_END, move_item, remove_item
from sciezka.rooms.rounds.forms.composing import ConfirmForm
from sciezka.rooms.rounds.forms.composing_items import ItemForm, ItemsForm
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.places import find_item, find_round
from sciezka.rooms.rounds.views.composing import head_of
from sciezka.rooms.rounds.views.composing_shared import show_step


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in the list, with the places that one step up and down lead to."""

    item: Item
    up: int | None
    down: int | None


def list_rows(items: list[Item]) -> list[ItemRow]:
    """Say of each item where one step would put it."""
    last = len(items)
    return [
        ItemRow(item, place - 1 if place > 1 else None, place + 1 if place < last else None)
        for place, item in enumerate(items, start=1)
    ]


@needs("rounds.manage", of=find_round)
def show_items(request: HttpRequest, round_: Round) -> HttpResponse:
    """List the items, with what can still be changed about them."""
    phase = round_.phase
    context = {
        **head_of(round_, phase),
        "rows": list_rows(list(round_.items.all())),
        "may_change": phase in BEFORE_ASKING,
        "may_word": phase in BEFORE_END,
    }
    return render(request, "rounds/items.html", context)


@needs("rounds.manage", of=find_round)
def add(request: HttpRequest, round_: Round) -> HttpResponse:
    """Add many items at once."""
    form = ItemsForm(round_, sent(request), request.FILES if request.method == "POST" else None)
    if form.is_valid() and (made := attempt(form, form.save, actor_of(request))):
        said = ngettext("%(count)s item is added.", "%(count)s items are added.", len(made))
        messages.success(request, said % {"count": len(made)})
        return redirect(reverse("rounds:items", kwargs=round_.address))
    back = reverse("rounds:items", kwargs=round_.address)
    return show_step(request, form, round_, {"title": _("Add items"), "submit": _("Add"), "back": back})


@needs("rounds.manage", of=find_item)
def edit(request: HttpRequest, item: Item) -> HttpResponse:
    """Change an item; after the launch only its wording."""
    round_ = item.round
    form = ItemForm(item, sent(request))
    back = reverse("rounds:items", kwargs=round_.address)
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request)):
        messages.success(request, _("The item is changed."))
        return redirect(back)
    page = {"title": _("Change an item"), "back": back}
    if round_.launched_at:
        page["lead"] = _("People are asked already: mend only the wording, so that earlier answers keep their meaning.")
    return show_step(request, form, round_, page)


@needs("rounds.manage", of=find_item)
def move(request: HttpRequest, item: Item) -> HttpResponse:
    """Put an item at another place."""
    back = reverse("rounds:items", kwargs=item.round.address)
    to = read_number(request.POST.get("to"))
    if request.method == "POST" and to is not None:
        form = ConfirmForm(request.POST)
        if not form.is_valid() or not carry_out(form, move_item, actor=actor_of(request), item=item, to=to):
            messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect(f"{back}#item-{item.pk}")


@needs("rounds.manage", of=find_item)
def remove(request: HttpRequest, item: Item) -> HttpResponse:
    """Remove an item."""
    round_ = item.round
    back = reverse("rounds:items", kwargs=round_.address)
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, remove_item, actor=actor_of(request), item=item):
        messages.success(request, _("The item is removed."))
        return redirect(back)
    page = {"title": _("Remove this item?"), "lead": str(item), "submit": _("Remove"), "danger": True, "back": back}
    return show_step(request, form, round_, page)

"""Showing the thread and its nodes, tying and untying."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.actions import put_back, restore_tie, take_off, untie
from sciezka.rooms.thread.forms import TieForm, TitleForm
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries import node_with_ties
from sciezka.rooms.thread.queries.checks_page import check_node
from sciezka.rooms.thread.queries.nodes import ThreadFilters, find_node, read_thread, types_on
from sciezka.rooms.thread.queries.nouns import look_up, say_figure, say_when
from sciezka.rooms.thread.queries.reasons import read_reasons
from sciezka.rooms.thread.queries.snapshots import copied_from
from sciezka.rooms.thread.queries.ties import NodePage, find_tie
from sciezka.rooms.thread.queries.types import all_types, read_kind, read_type, relations_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

UNDO = "thread.removed_tie"
LONGEST_SEARCH = 100


@require_safe
@needs("thread.view", of=find_process)
def show_thread(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what hangs on the thread, by types; the address holds the filters."""
    filters = ThreadFilters(
        search=request.GET.get("q", "")[:LONGEST_SEARCH],
        type=request.GET.get("type", ""),
        loose_only=bool(request.GET.get("loose")),
        with_taken_off=bool(request.GET.get("off")),
    )
    types = types_on(process)
    layers = read_thread(process, filters)
    context = {
        "process": process,
        "filters": filters,
        "layers": layers,
        "found": sum(len(layer.lines) for layer in layers),
        "types": types,
        "copied": copied_from(process),
        "begin": next((row for row in all_types().values() if row.start), None) if not types else None,
    }
    return render(request, "thread/thread.html", context)


@require_safe
@needs("thread.view", of=find_node)
def show_node(request: HttpRequest, node: Node) -> HttpResponse:
    """Show one node: what it stands for, what it cites, and its ties in both directions."""
    page = node_with_ties(node)
    held = request.session.get(UNDO, {})
    context = {
        "process": node.process,
        "page": page,
        "node": node,
        "cited": describe_citation(page),
        "may_tie": may(request.user, "thread.tie", node),
        "may_read_journal": may(request.user, "town.read_journal", node),
        "can_be_tied": bool(relations_of(node.type)),
        "may_waive": may(request.user, "thread.waive", node),
        "may_waive_gate": may(request.user, "thread.waive_gate", node),
        "faults": check_node(node, page.lookup) if not node.is_taken_off else [],
        "why": read_reasons(node) if not node.is_taken_off else None,
        "room_keeps": not page.type.by_hand and page.lookup.standing is not None,
        "can_restore": node.pk in (held.get("source"), held.get("target")),
    }
    return render(request, "thread/node.html", context)


def describe_citation(page: NodePage) -> dict[str, Any] | None:
    """Give the figures of what is cited, and of what the source says now when that has changed."""
    citation, standing = page.node.citation, page.lookup.standing
    if citation is None:
        return None
    now = standing.now if page.has_moved and standing else None
    # Only pages of the product: what was cited may come from an address that somebody typed.
    is_ours = url_has_allowed_host_and_scheme(citation.href, allowed_hosts=None)
    return {
        "was": citation,
        "figure": say_figure(citation, is_exact=now is not None),
        "when": say_when(citation),
        "href": citation.href if is_ours else "",
        "now": now,
        "now_figure": say_figure(now, is_exact=True) if now else "",
    }


@needs("thread.tie", of=find_node)
def make_tie(request: HttpRequest, node: Node) -> HttpResponse:
    """Tie the node with another. Without scripts „search” shows the form again with what it found."""
    is_sent = request.method == "POST" and "find" not in request.POST
    form = TieForm(node, request.POST if is_sent else None)
    if is_sent and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The tie %(tie)s is on the thread.") % {"tie": made})
        return redirect(node)
    if request.method == "POST" and not is_sent:
        form = TieForm(node, request.POST)
        # Searching is not sending: nothing is wrong yet with what is still empty.
        form.errors.clear()
    return render(request, "thread/tie.html", {"process": node.process, "node": node, "form": form})


@needs("thread.tie", of=find_node)
def change_title(request: HttpRequest, node: Node) -> HttpResponse:
    """Change the title of a node."""
    form = TitleForm(node, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save(actor_of(request))
        messages.success(request, _("The changes are saved."))
        return redirect(node)
    return render(request, "thread/title.html", {"process": node.process, "node": node, "form": form})


@require_POST
@needs("thread.tie", of=find_node)
def take_node_off(request: HttpRequest, node: Node) -> HttpResponse:
    """Take a node off the thread; its page offers to put it back."""
    if room_keeps(node):
        return send_to_room(request, node)
    take_off(actor=actor_of(request), node=node)
    messages.success(request, _("%(code)s is off the thread. Its code and its ties are kept.") % {"code": node.code})
    return redirect(node)


@require_POST
@needs("thread.tie", of=find_node)
def put_node_back(request: HttpRequest, node: Node) -> HttpResponse:
    """Put a node back on the thread."""
    if room_keeps(node):
        return send_to_room(request, node)
    put_back(actor=actor_of(request), node=node)
    messages.success(request, _("%(code)s is back on the thread.") % {"code": node.code})
    return redirect(node)


def room_keeps(node: Node) -> bool:
    """Tell whether only the page of a node's noun takes it off and puts it back: what is gone or copied has no such page."""
    return not read_type(node.type).by_hand and look_up(node.process, [node])[node.pk].standing is not None


def send_to_room(request: HttpRequest, node: Node) -> HttpResponse:
    """Say where the node is taken off and put back."""
    said = _("%(code)s is taken off and put back on the page of what it stands for, with all that belongs to it.")
    messages.warning(request, said % {"code": node.code})
    return redirect(node)


@require_POST
@needs("thread.tie", of=find_tie)
def remove_tie(request: HttpRequest, tie: Tie) -> HttpResponse:
    """Remove a tie; the node's page offers to bring it back."""
    node = tie.target if request.resolver_match and request.resolver_match.kwargs["node"] == tie.target.code else tie.source
    node.process = tie.source.process
    if not read_kind(tie.kind).by_hand:
        messages.warning(request, _("This tie follows from what it joins. Change it on the page of one of them."))
        return redirect(node)
    try:
        request.session[UNDO] = untie(actor=actor_of(request), tie=tie)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The tie %(tie)s is removed.") % {"tie": tie})
    return redirect(node)


@require_POST
@needs("thread.tie", of=find_node)
def bring_tie_back(request: HttpRequest, node: Node) -> HttpResponse:
    """Bring back the tie that this person removed last, when it was one of this node's."""
    held = request.session.get(UNDO, {})
    if node.pk not in (held.get("source"), held.get("target")):
        messages.warning(request, _("There is nothing to bring back."))
        return redirect(node)
    del request.session[UNDO]
    try:
        restore_tie(actor=actor_of(request), held=held)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The tie is back."))
    return redirect(node)

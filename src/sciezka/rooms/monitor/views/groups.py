"""Showing, making and changing comparison groups."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.actions.groups import GroupInUse, delete_group, revise_group, use_first
from sciezka.rooms.monitor.actions.groups import make_group as keep_group
from sciezka.rooms.monitor.actions.holding import NameTaken
from sciezka.rooms.monitor.forms.groups import FORMS, GroupForm, HandForm
from sciezka.rooms.monitor.models import ComparisonGroup
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.groups import find_group, list_kept, list_usual, show_group_of, tell_versions
from sciezka.rooms.monitor.queries.variant import read_variant
from sciezka.rooms.monitor.queries.what_if_towns import box_units
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_safe
@needs("monitor.view", of=find_process)
def show_groups(request: HttpRequest, process: Process) -> HttpResponse:
    """Show all comparison groups that can be chosen."""
    choice = read_choice(process, request.GET.dict())
    return _show(request, "monitor/groups.html", choice, usual=list_usual(choice), kept=list_kept(choice))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.edit_groups", of=find_process)
def make_group(request: HttpRequest, process: Process) -> HttpResponse:
    """Make a comparison group in one of four ways."""
    variant = read_variant(process, request.GET.dict())
    choice = variant.choice
    kind = request.GET.get("sposob", "")
    ways = ComparisonGroup.Kind.choices
    if kind not in FORMS or choice.sight is None:
        return _show(request, "monitor/group_new.html", choice, ways=ways, variant=variant)
    sent = request.POST if request.method == "POST" else None
    initial = {"towns": variant.members} if variant.left or variant.added else {}
    form = FORMS[kind](sent, request.FILES or None, choice=choice, sight=choice.sight, initial=initial)
    if sent is not None and "szukaj-teraz" not in sent and form.is_valid() and form.values:
        name = form.cleaned_data["name"]
        try:
            group = keep_group(actor=actor_of(request), process=process, name=name, kind=kind, values=form.values)
        except NameTaken:
            form.add_error("name", form.say_taken())
        else:
            messages.success(request, _("The group “%(name)s” is kept.") % {"name": group.name})
            return redirect(group)
    return _show(request, "monitor/group_form.html", choice, **_form_context(request, form, choice), way=dict(ways)[kind])


@require_safe
@needs("monitor.view", of=find_group)
def show_group(request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Show one comparison group with its versions."""
    choice = read_choice(group.process, request.GET.dict())
    page = show_group_of(choice, group, request.GET.get("wersja", "")[:5])
    return _show(request, "monitor/group.html", choice, group=group, page=page, versions=tell_versions(group))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.edit_groups", of=find_group)
def edit_group(request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Make a new version of a comparison group."""
    choice = read_choice(group.process, request.GET.dict())
    if choice.sight is None:
        return _show(request, "monitor/group_new.html", choice, ways=(), variant=None)
    newest = group.versions.first()
    said = newest.rule.get("form", {}) if newest and isinstance(newest.rule, dict) else {}
    initial = {**said, "name": group.name, "towns": tuple(newest.members) if newest else ()}
    sent = request.POST if request.method == "POST" else None
    form = FORMS[group.kind](sent, request.FILES or None, choice=choice, sight=choice.sight, group=group, initial=initial)
    if sent is not None and "szukaj-teraz" not in sent and form.is_valid() and form.values:
        name = form.cleaned_data["name"]
        try:
            version = revise_group(actor=actor_of(request), group=group, name=name, values=form.values)
        except NameTaken:
            form.add_error("name", form.say_taken())
        else:
            messages.success(request, _("Version %(number)s of the group is in force.") % {"number": version.number})
            return redirect(group)
    context = _form_context(request, form, choice)
    return _show(request, "monitor/group_form.html", choice, **context, group=group, way=group.get_kind_display())


@require_POST
@needs("monitor.edit_groups", of=find_group)
def choose_default(request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Use a comparison group when no other is chosen, or stop doing so."""
    use_first(actor=actor_of(request), group=group, is_default=request.POST.get("first") != "no")
    messages.success(request, _("Saved."))
    return redirect(reverse("monitor:groups", kwargs=group.process.address))


@require_POST
@needs("monitor.edit_groups", of=find_group)
def drop_group(request: HttpRequest, group: ComparisonGroup) -> HttpResponse:
    """Delete a comparison group that no finding was read from."""
    address = reverse("monitor:groups", kwargs=group.process.address)
    try:
        delete_group(actor=actor_of(request), group=group)
    except GroupInUse:
        messages.error(
            request,
            _("The group “%(name)s” stays: findings were read from it, and they must remain explicable.")
            % {"name": group.name},
        )
        return redirect(group)
    messages.success(request, _("The group “%(name)s” was deleted.") % {"name": group.name})
    return redirect(address)


def _form_context(request: HttpRequest, form: GroupForm, choice: Choice) -> dict[str, Any]:
    """Gather what the form's page shows: of a group picked by hand also the towns to tick."""
    context: dict[str, Any] = {"form": form}
    if isinstance(form, HandForm):
        sought = request.POST.get("szukaj", "")[:60]
        context["inside"], context["found"] = box_units(choice, form.ticked, sought)
        context["sought"] = sought
    return context


def _show(request: HttpRequest, template: str, choice: Choice, **context: Any) -> HttpResponse:  # noqa: ANN401 - a template's words
    may_edit = may(request.user, "monitor.edit_groups", choice.process)
    return show_page(request, template, choice, "groups", {"may_edit": may_edit, **context})

"""The page of one factor, and what is done with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.core.namesakes import find_nearest
from sciezka.kit.guards import may, needs
from sciezka.kit.typography import write_number
from sciezka.rooms.path.actions.factors import put_back_factor
from sciezka.rooms.path.forms.factors import FactorForm, MergeForm, OffForm
from sciezka.rooms.path.models import Factor
from sciezka.rooms.path.queries.factors import read_factor
from sciezka.rooms.path.queries.factors_rounds import SCALES
from sciezka.rooms.path.queries.nouns import find_factor
from sciezka.rooms.path.queries.structures import roles_of
from sciezka.rooms.path.views.factors_list import name_scales
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.thread.queries.hanging import read_hanging
from sciezka.rooms.thread.queries.structural_words import ROLES

FORM = ("GET", "HEAD", "POST")


@require_safe
@needs("path.view", of=find_factor)
def show(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Show a factor: what people judged of it, what it rests on, what rests on it."""
    page, scales = read_factor(request.user, factor), name_scales(SCALES)
    hanging, role = read_hanging(factor), roles_of(factor.process).get(factor.pk)
    context = {
        "process": factor.process,
        "factor": factor,
        "hanging": hanging,
        "node": hanging.node if hanging else None,
        "page": page,
        "scales": scales,
        "waves": [
            (wave.round, [name_stand(*pair) for pair in zip(scales, wave.stands, strict=True)]) for wave in page.waves
        ],
        "role": role,
        "role_words": ROLES.get(role.role, role.role) if role else "",
        "may_edit": may(request.user, "path.edit", factor),
        "may_read_journal": may(request.user, "town.read_journal", factor),
    }
    return render(request, "path/factor.html", context)


def name_stand(scale: str, stand: Stand | None) -> tuple[str, str, str]:
    """Write where a factor stands on a scale: the scale, the value, and whether it was agreed or how far people differ."""
    value = stand.value if stand else None
    if stand is None or value is None:
        return scale, "–", ""
    summary = stand.summary
    if stand.is_agreed:
        return scale, write_number(value, 1), pgettext("result", "agreed")
    if summary is None or summary.q1 is None or summary.q1 == summary.q3:
        return scale, write_number(value, 1), ""
    return scale, write_number(value, 1), f"({write_number(summary.q1, 1)} – {write_number(summary.q3, 1)})"


@require_http_methods(FORM)
@needs("path.edit", of=find_factor)
def edit(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Change what is said about a factor; where two did, both texts are shown."""
    form = FactorForm(factor, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The changes are saved."))
        return redirect(factor)
    context = {"process": factor.process, "factor": factor, "form": form}
    return render(request, "path/factor_form.html", context, status=409 if form.standing else 200)


@require_http_methods(FORM)
@needs("path.edit", of=find_factor)
def merge(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Merge another factor into this one; the likeliest are offered first."""
    form = MergeForm(factor, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The two factors are one now. Judgements and votes of both count for it."))
        return redirect(factor)
    rows = list(form.rows.values())
    near = [rows[place] for place, _score in find_nearest(factor.name, [row.name for row in rows])]
    return render(
        request, "path/factor_merge.html", {"process": factor.process, "factor": factor, "form": form, "near": near}
    )


@require_http_methods(FORM)
@needs("path.edit", of=find_factor)
def remove(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Take a factor off the list, with a reason."""
    form = OffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save(actor_of(request), factor)
        messages.success(request, _("The factor is off the list. It stands below it and can be put back."))
        return redirect(reverse("path:factors", kwargs=factor.process.address))
    return render(request, "path/factor_off.html", {"process": factor.process, "factor": factor, "form": form})


@require_POST
@needs("path.edit", of=find_factor)
def restore(request: HttpRequest, factor: Factor) -> HttpResponse:
    """Put a factor back on the list."""
    put_back_factor(actor=actor_of(request), factor=factor)
    messages.success(request, _("The factor is back on the list, with its code and its ties."))
    return redirect(factor)

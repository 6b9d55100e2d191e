"""Showing what would change with other weights, towns and choices."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import may, needs
from sciezka.rooms.monitor.forms.recipes import take_over
from sciezka.rooms.monitor.queries.variant import Variant, read_variant
from sciezka.rooms.monitor.queries.what_if import answer_variant, list_method_choices, list_sliders
from sciezka.rooms.monitor.queries.what_if_towns import list_boxes
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("monitor.view", of=find_process)
def show_what_if(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the index with other weights, towns and choices; what is sent leads to an address that shows it again."""
    variant = read_variant(process, request.GET.dict())
    if request.method == "POST":
        variant = take_over(variant, request.POST)
        sought = request.POST.get("szukaj", "").strip()[:60]
        address = f"{reverse('monitor:what_if', kwargs=process.address)}{variant.query_with(szukaj=sought or None)}"
        if not request.headers.get("HX-Request"):
            for notice in variant.notices:
                messages.warning(request, notice)
            return redirect(f"{address}#towns-found" if sought else address)
        response = render(request, "monitor/_what_if_answer.html", answer_context(request, variant))
        response["HX-Replace-Url"] = address
        return response
    context = answer_context(request, variant)
    if variant.choice.run is not None:
        sought = request.GET.get("szukaj", "")[:60]
        inside, found = list_boxes(variant, sought)
        context |= {"sliders": list_sliders(variant), "methods": list_method_choices(variant)}
        context |= {"choice_kept": list(variant.words.items())}
        context |= {"inside": inside, "found": found, "sought": sought}
    return show_page(request, "monitor/what_if.html", variant.choice, "what_if", context)


def answer_context(request: HttpRequest, variant: Variant) -> dict[str, Any]:
    """Gather what the answer shows."""
    process = variant.choice.process
    return {
        "process": process,
        "choice": variant.choice,
        "variant": variant,
        "answer": answer_variant(variant),
        "may_save": may(request.user, "monitor.save_finding", process),
        "may_keep": may(request.user, "monitor.edit_recipes", process),
        "may_group": may(request.user, "monitor.edit_groups", process),
    }

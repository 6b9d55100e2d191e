"""Answering by a personal address, without an account."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from sciezka.kit.guards import open_to_all
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.sheets import find_by_key


def _show(request: HttpRequest, key: str) -> HttpResponse:
    round_ = find_by_key(key).round
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})


@never_cache
@open_to_all
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Show the questions with the own answers."""
    return _show(request, key)


@never_cache
@open_to_all
def save(_request: HttpRequest, key: str) -> HttpResponse:
    """Keep changes that the page sends."""
    find_by_key(key)
    return JsonResponse({})


@never_cache
@open_to_all
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is left unanswered, and finish."""
    return _show(request, key)


@never_cache
@open_to_all
def show_history(request: HttpRequest, key: str) -> HttpResponse:
    """Show all that was ever answered."""
    return _show(request, key)


@never_cache
@open_to_all
def enter(request: HttpRequest, word: str) -> HttpResponse:
    """Let whoever has the open link take part."""
    rounds = Round.objects.filter(audience=Round.Audience.LINK, launched_at__isnull=False)
    round_ = get_object_or_404(rounds.select_related("process__workspace"), entry_word=word)
    return render(request, "rounds/answer.html", {"process": round_.process, "round": round_})

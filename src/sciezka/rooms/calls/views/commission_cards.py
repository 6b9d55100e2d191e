"""A member's score card."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.rooms.calls.forms.cards import CardForm
from sciezka.rooms.calls.models import Phase, ScoreCard
from sciezka.rooms.calls.queries.cards import read_cards_panel
from sciezka.rooms.calls.queries.commission import pledge_of
from sciezka.rooms.calls.queries.commission_work import read_own_work
from sciezka.rooms.calls.queries.nouns import find_card
from sciezka.rooms.calls.queries.submissions_shown import list_other_files, say_offer, sent_files, show_answers
from sciezka.rooms.calls.views.commission_shared import go
from sciezka.rooms.people.queries import actor_of

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.score", of=find_card)
def fill(request: HttpRequest, card: ScoreCard) -> HttpResponse:
    """Show a card, keep its draft, hand it in; afterwards show it with the others'."""
    call, actor = card.submission.call, actor_of(request)
    if card.handed_in_at is not None:
        return _show_done(request, card)
    if call.phase != Phase.SCORING or not card.submission.is_in:
        messages.info(request, _("This card can't be filled now."))
        return go("calls:my_cards", call.address)
    if pledge_of(call, actor) is None or not card.submission.declarations.filter(user=actor).exists():
        messages.info(request, _("Before scoring: make the pledge, and declare whether anything ties you to applicants."))
        return go("calls:my_cards", call.address)
    form = CardForm(card, sent(request))
    if request.method == "POST" and request.POST.get("do") == "hand_in":
        if form.hand_in(actor):
            messages.success(request, _("The card is handed in."))
            return go("calls:card", {**call.address, "score_card": card.pk})
    elif request.method == "POST" and form.save() and not form.find_unsound():
        messages.success(request, _("The draft is saved. Only you see it."))
        return go("calls:card", {**call.address, "score_card": card.pk})
    files = sent_files(card.submission)
    context = {
        "process": call.process, "call": call, "submission": card.submission, "card": card, "form": form,
        "pages": show_answers(card.submission, files, get_language() or call.process.workspace.language),
        "files": list_other_files(card.submission, files), "goals": card.submission.goals.all(),
        "work": read_own_work(call, actor), "offer": say_offer(card.submission),
    }  # fmt: skip
    return render(request, "calls/card.html", context, status=CONFLICT if form.standing else 200)


def _show_done(request: HttpRequest, card: ScoreCard) -> HttpResponse:
    call = card.submission.call
    context = {
        "process": call.process, "call": call, "submission": card.submission, "card": card,
        "cards_panel": read_cards_panel(request.user, card.submission), "work": read_own_work(call, actor_of(request)),
    }  # fmt: skip
    return render(request, "calls/card_done.html", context)


@require_POST
@needs("calls.score", of=find_card)
def save(request: HttpRequest, card: ScoreCard) -> HttpResponse:
    """Keep a draft as it is being written; say what could not be kept."""
    form = CardForm(card, request.POST)
    kept = form.save()
    if kept is None:
        status = CONFLICT if form.standing else 400
        return JsonResponse({"sentence": form.problem}, status=status)
    moment = timezone.localtime(kept.saved_at or timezone.now())
    said = {
        "version": kept.version,
        "saved": date_format(moment, "H:i:s"),
        "judged": form.judged,
        "unsound": form.find_unsound(),
    }
    return JsonResponse(said)

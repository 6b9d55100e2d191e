"""What a call has brought so far, and what in it says nearly the same."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.actions.compared import judge_pair
from sciezka.rooms.calls.forms.submissions import PairForm
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.coverage import read_coverage
from sciezka.rooms.calls.queries.duplicates import find_duplicates
from sciezka.rooms.calls.queries.nouns import find_call
from sciezka.rooms.calls.queries.submissions import count_submissions, hidden_from
from sciezka.rooms.people.queries import actor_of


@require_safe
@needs("calls.see_submissions", of=find_call)
def show_coverage(request: HttpRequest, call: Call) -> HttpResponse:
    """Show what the submissions cover; of sealed offers only how many came."""
    coverage = read_coverage(call, read_now())
    context = {
        "process": call.process,
        "call": call,
        "coverage": coverage,
        "is_sealed": call.is_sealed,
        "totals": count_submissions(call),
        "manages": may(request.user, "calls.manage", call),
    }
    return render(request, "calls/coverage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.check_formally", of=find_call)
def show_duplicates(request: HttpRequest, call: Call) -> HttpResponse:
    """Show pairs that say nearly the same side by side, and keep what somebody judges."""
    hidden = hidden_from(request.user, call)
    if request.method == "POST":
        return judge(request, call, hidden)
    pairs = find_duplicates(call, hidden)
    context = {
        "process": call.process,
        "call": call,
        "pairs": pairs,
        "waiting": sum(not pair.judged for pair in pairs),
        "totals": count_submissions(call),
    }
    return render(request, "calls/duplicates.html", context)


def judge(request: HttpRequest, call: Call, hidden: frozenset[int]) -> HttpResponse:
    """Keep what was judged of a pair."""
    form = PairForm(request.POST)
    if not form.is_valid():
        raise Http404
    keys = (form.cleaned_data["one"], form.cleaned_data["other"])
    rows = {row.pk: row for row in Submission.objects.filter(call=call, pk__in=keys, sent_at__isnull=False)}
    if len(rows) != len(keys) or hidden & rows.keys():
        raise Http404
    one, other = (rows[key] for key in keys)
    if judge_pair(actor=actor_of(request), one=one, other=other, judgement=form.cleaned_data["judged"]):
        said = _("Kept what you judged of %(one)s and %(other)s.") % {"one": one.code, "other": other.code}
        messages.success(request, said)
    return redirect(reverse("calls:duplicates", kwargs=call.address))

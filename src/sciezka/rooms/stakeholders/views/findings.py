"""Taking the judgement of a stakeholder as evidence."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.stakeholders.forms.findings import FindingForm
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.findings import citable_stands, findings_of
from sciezka.rooms.stakeholders.queries.judgements import judging_rounds
from sciezka.rooms.stakeholders.queries.places import find_stakeholder
from sciezka.rooms.stakeholders.views.frame import show_page


@require_http_methods(["GET", "HEAD", "POST"])
@needs("stakeholders.manage", of=find_stakeholder)
def take(request: HttpRequest, stakeholder: Stakeholder) -> HttpResponse:
    """Show what a wave says of an organisation or a group, and take it as evidence."""
    if stakeholder.is_person:
        messages.warning(request, _("What was judged of a natural person is personal data and can't be cited in a plan."))
        return redirect(stakeholder)
    rounds = judging_rounds(request.user, stakeholder.process)
    wave = read_number(request.GET.get("tura"))
    round_ = next((row for row in rounds if wave in (row.pk, None)), None)
    stands = citable_stands(round_, stakeholder) if round_ else {}
    if round_ is None or not stands:
        if wave is not None and round_ is None:
            raise Http404
        messages.warning(request, _("This wave has no value that may be shown."))
        return redirect(stakeholder)
    data = request.POST if request.method == "POST" else None
    form = FindingForm(stakeholder, round_, stands, data, request.GET.get("skala", ""))
    if form.is_bound and form.is_valid() and (node := form.save(actor_of(request))):
        messages.success(request, _("%(code)s is on the golden thread. Tie it to what it speaks for.") % {"code": node.code})
        return redirect(node)
    taken = [node for (key, _scale), node in findings_of(stakeholder).items() if key == round_.pk]
    context = {"form": form, "stakeholder": stakeholder, "round": round_, "taken": taken}
    return show_page(request, "stakeholders/finding_form.html", stakeholder.process, "register", context)

"""Protocols of the commission and separate opinions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.files import give_file
from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs, open_to_all
from sciezka.kit.uploads import CONTENT_TYPES
from sciezka.rooms.calls.actions import opinions, protocols
from sciezka.rooms.calls.documents.protocol_papers import write_protocol_docx, write_protocol_pdf
from sciezka.rooms.calls.forms.protocols import OpinionForm
from sciezka.rooms.calls.models import Call, Opinion, Protocol
from sciezka.rooms.calls.queries.nouns import find_call, find_in_call, find_protocol
from sciezka.rooms.calls.queries.protocol_content import hide_submissions, lay_out, strike_words
from sciezka.rooms.calls.queries.protocols import find_public_protocol, find_struck, hide_from, tell_protocols
from sciezka.rooms.people.queries import actor_of

OPEN = "bez-nazwisk"


def find_opinion(workspace: str, process: str, call: int, opinion: int) -> Opinion:
    """Find a separate opinion, or answer 404."""
    return find_in_call(Opinion, workspace, process, call, opinion)


@require_safe
@needs("calls.see_ranking", of=find_call)
def list_protocols(request: HttpRequest, call: Call) -> HttpResponse:
    """List the protocols of a call and the separate opinions, and say what the next step is."""
    return render_list(request, call, OpinionForm())


def render_list(request: HttpRequest, call: Call, form: OpinionForm) -> HttpResponse:
    """Draw the list, with the opinion that somebody is writing."""
    context = {
        "process": call.process,
        "call": call,
        "page": tell_protocols(call, request.user),
        "form": form,
        "may_make": may(request.user, "calls.run_commission", call),
        "may_write": may(request.user, "calls.be_on_commission", call),
    }
    return render(request, "calls/protocols.html", context)


@require_POST
@needs("calls.run_commission", of=find_call)
def make(request: HttpRequest, call: Call) -> HttpResponse:
    """Make the next protocol."""
    try:
        made = protocols.make_protocol(actor=actor_of(request), call=call)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect(reverse("calls:protocols", kwargs=call.address))
    messages.success(request, _("The protocol is made. Read it, print it and have it signed."))
    return redirect(made)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.see_ranking", of=find_call)
def write_opinion(request: HttpRequest, call: Call) -> HttpResponse:
    """Write a separate opinion."""
    if not may(request.user, "calls.be_on_commission", call):
        raise Http404
    form = OpinionForm(sent(request))
    if form.is_bound and form.is_valid() and form.save(actor_of(request), call):
        messages.success(request, _("The opinion is kept. It stands in protocols made from now on."))
        return redirect(reverse("calls:protocols", kwargs=call.address))
    return render_list(request, call, form)


@require_POST
@needs("calls.be_on_commission", of=find_opinion)
def take_back_opinion(request: HttpRequest, opinion: Opinion) -> HttpResponse:
    """Take one's own opinion back."""
    try:
        opinions.take_back_opinion(actor=actor_of(request), opinion=opinion)
    except PermissionDenied as someone_elses:
        raise Http404 from someone_elses
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The opinion is taken back."))
    return redirect(reverse("calls:protocols", kwargs=opinion.call.address))


@require_safe
@needs("calls.see_ranking", of=find_protocol)
def show(request: HttpRequest, protocol: Protocol) -> HttpResponse:
    """Show a protocol as it was made."""
    said = read_said(request, protocol)
    context = {
        "process": protocol.call.process,
        "call": protocol.call,
        "protocol": protocol,
        "said": lay_out(said) if said else {},
        "is_open": OPEN in request.GET,
        "hides": bool(said) and bool(hide_from(request.user, protocol)),
        "may_publish": may(request.user, "calls.approve", protocol) and protocol.call.results_at is not None,
    }
    return render(request, "calls/protocol.html", context)


def read_said(request: HttpRequest, protocol: Protocol) -> dict[str, Any]:
    """Give what the reader may see of a protocol: nothing of submissions to whose applicants they declared a tie."""
    which = "open" if OPEN in request.GET else "named"
    document: dict[str, Any] = protocol.content.get(which) or {}
    if which == "open":
        document = strike_words(document, find_struck(protocol))
    return hide_submissions(document, hide_from(request.user, protocol)) if document else {}


@require_POST
@needs("calls.approve", of=find_protocol)
def publish(request: HttpRequest, protocol: Protocol) -> HttpResponse:
    """Let residents read it."""
    try:
        protocols.publish_protocol(actor=actor_of(request), protocol=protocol)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Residents can read the protocol on the page of the results, without names."))
    return redirect(protocol)


@require_safe
@needs("calls.see_ranking", of=find_protocol)
def give_pdf(request: HttpRequest, protocol: Protocol) -> HttpResponse:
    """Give a protocol as a PDF."""
    return give_paper(read_said(request, protocol), protocol, "pdf")


@require_safe
@needs("calls.see_ranking", of=find_protocol)
def give_docx(request: HttpRequest, protocol: Protocol) -> HttpResponse:
    """Give a protocol as a text document."""
    return give_paper(read_said(request, protocol), protocol, "docx")


@require_safe
@open_to_all
def give_public(request: HttpRequest, workspace: str, process: str, call: int) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give residents the newest published protocol as a PDF, without names of assessors and private persons."""
    protocol = find_public_protocol(workspace, process, call)
    return give_paper(strike_words(protocol.content.get("open") or {}, find_struck(protocol)), protocol, "pdf")


def give_paper(said: dict[str, Any], protocol: Protocol, kind: str) -> HttpResponse:
    """Give one of a protocol's documents; one in which nothing is kept has no papers."""
    if not said:
        raise Http404
    body = write_protocol_pdf(said) if kind == "pdf" else write_protocol_docx(said)
    return give_file(body, CONTENT_TYPES[kind], f"protokol-{protocol.call_id}-{protocol.number}.{kind}")

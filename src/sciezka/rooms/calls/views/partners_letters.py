"""Letters of intent: the list, one letter, writing, signing, and its papers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.files import give_file
from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import may, needs
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.calls.actions.partners_letters import STEPS, delete_letter
from sciezka.rooms.calls.documents.partners_letters import write_agreement, write_letter_docx, write_letter_pdf
from sciezka.rooms.calls.forms.partners import LetterForm, SignForm
from sciezka.rooms.calls.models import Call, Letter
from sciezka.rooms.calls.queries.letters import partners_of, tell_letters
from sciezka.rooms.calls.queries.nouns import find_call, find_letter
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.queries.hanging import read_hanging

CONFLICT = 409


@require_safe
@needs("calls.write_letters", of=find_call)
def list_letters(request: HttpRequest, call: Call) -> HttpResponse:
    """List the letters of a call, and with whom one is still to be written."""
    context = {"process": call.process, "call": call, "page": tell_letters(request.user, call)}
    return render(request, "calls/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.write_letters", of=find_call)
def write(request: HttpRequest, call: Call) -> HttpResponse:
    """Begin a letter, with a partner chosen in the call or with another one."""
    submission = None
    if word := request.GET.get("zgloszenie"):
        key = read_number(word)
        submission = next((one for one in partners_of(request.user, call) if one.pk == key), None)
        if submission is None:
            raise Http404
    form = LetterForm(call, data=sent(request), submission=submission)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The letter is begun. Take it away as a document, or write on."))
        return redirect(made)
    return render(request, "calls/letter_form.html", {"process": call.process, "call": call, "form": form})


@require_safe
@needs("calls.write_letters", of=find_letter)
def show(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Show a letter, how far its signing is, and how it hangs on the thread."""
    return render_letter(request, letter, SignForm(letter))


def render_letter(request: HttpRequest, letter: Letter, form: SignForm) -> HttpResponse:
    """Draw the page of a letter, with the form of its signing."""
    context = {
        "process": letter.call.process,
        "call": letter.call,
        "letter": letter,
        "form": form if STEPS[letter.state] else None,
        "is_draft": letter.state == Letter.State.DRAFT,
        "hanging": read_hanging(letter),
        "sees_candidate": letter.submission is not None and may(request.user, "calls.see_submission", letter.submission),
    }
    return render(request, "calls/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.write_letters", of=find_letter)
def edit(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Change what a letter says; where two have changed the same, show both texts."""
    form = LetterForm(letter.call, letter, sent(request))
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The changes are saved."))
        return redirect(made)
    context = {"process": letter.call.process, "call": letter.call, "letter": letter, "form": form}
    return render(request, "calls/letter_form.html", context, status=CONFLICT if form.standing else 200)


@require_POST
@needs("calls.write_letters", of=find_letter)
def sign(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Note how far the signing is, and keep the scan."""
    form = SignForm(letter, request.POST, request.FILES)
    if form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("It is noted."))
        return redirect(letter)
    return render_letter(request, letter, form)


@require_POST
@needs("calls.write_letters", of=find_letter)
def delete(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Delete a letter that was never sent."""
    try:
        delete_letter(actor=actor_of(request), letter=letter)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect(letter)
    messages.success(request, _("The letter is deleted."))
    return redirect(reverse("calls:letters", kwargs=letter.call.address))


@require_safe
@needs("calls.write_letters", of=find_letter)
def give_scan(request: HttpRequest, letter: Letter) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Give the scan of a signed letter."""
    if not letter.scan:
        raise Http404
    return serve_file(
        letter.scan, name=letter.scan_name, content_type=CONTENT_TYPES[read_extension(letter.scan_name)], as_attachment=True
    )


@require_safe
@needs("calls.write_letters", of=find_letter)
def give_pdf(request: HttpRequest, letter: Letter) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give a letter as a PDF."""
    return give_file(write_letter_pdf(letter), CONTENT_TYPES["pdf"], f"list-intencyjny-{letter.pk}.pdf")


@require_safe
@needs("calls.write_letters", of=find_letter)
def give_docx(request: HttpRequest, letter: Letter) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give a letter as a text document."""
    return give_file(write_letter_docx(letter), CONTENT_TYPES["docx"], f"list-intencyjny-{letter.pk}.docx")


@require_safe
@needs("calls.write_letters", of=find_letter)
def give_agreement(request: HttpRequest, letter: Letter) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Give the skeleton of an agreement with the letter's partner."""
    return give_file(write_agreement(letter), CONTENT_TYPES["docx"], f"szkielet-umowy-{letter.pk}.docx")

"""Banks of questions: reading them, changing them, importing them, taking them away."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.assessment.actions.banks import add_bank, edit_bank, edit_question, start_version, withdraw_bank
from sciezka.rooms.assessment.banks import BankProblem, as_csv, read_example
from sciezka.rooms.assessment.forms.banks import ImportForm, SourceForm, say_problem
from sciezka.rooms.assessment.forms.questions import QuestionForm
from sciezka.rooms.assessment.queries.banks import (
    HeldBank,
    HeldQuestion,
    find_bank,
    find_question,
    list_banks,
    list_versions,
)
from sciezka.rooms.assessment.queries.words import word_area, word_areas, word_held
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.queries.places import find_workspace


@require_safe
@needs("assessment.read_banks", of=find_workspace)
def show_banks(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """List the banks that a workspace can use."""
    context = {
        "workspace": workspace,
        "banks": [word_held(held) for held in list_banks(workspace)],
        "may_edit": _may_edit(request, workspace),
    }
    return render(request, "assessment/banks.html", context)


@require_safe
@needs("assessment.read_banks", of=find_bank)
def show_bank(request: HttpRequest, bank: HeldBank) -> HttpResponse:
    """Show a bank as its readers meet it: areas, questions, what each level means."""
    context = {
        "workspace": bank.workspace, "held": bank, "bank": word_held(bank), "areas": word_areas(bank.data),
        "versions": list_versions(bank),
        "may_edit": _may_edit(request, bank.workspace),
    }  # fmt: skip
    return render(request, "assessment/bank.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.edit_banks", of=find_question)
def change_question(request: HttpRequest, question: HeldQuestion) -> HttpResponse:
    """Change the wording of one question, without any knowledge of the file."""
    held = question.bank
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, bank=held.data, item=question.item)
    if sent is not None and form.is_valid():
        try:
            edit_question(
                actor=actor_of(request), workspace=held.workspace, key=held.key, code=question.item.code,
                item=form.read_item(), seen=form.cleaned_data["seen"],
            )  # fmt: skip
        except BankProblem as found:
            form.add_error(None, [say_problem(problem) for problem in found.problems])
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("The question %(code)s is saved.") % {"code": question.item.code})
            return redirect(f"{reverse('assessment:bank', kwargs=held.address)}#{question.item.code}")
    context = {
        "workspace": held.workspace, "held": held, "bank": word_held(held), "question": question,
        "area": word_area(question.area), "form": form,
    }  # fmt: skip
    return render(request, "assessment/question_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.edit_banks", of=find_bank)
def change_source(request: HttpRequest, bank: HeldBank) -> HttpResponse:
    """Change the whole content of a bank; every fault is listed and nothing typed is lost."""
    form = SourceForm(request.POST if request.method == "POST" else None, initial={"source": bank.source})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            kept = edit_bank(
                actor=actor_of(request), workspace=bank.workspace, key=bank.key, source=values["source"], note=values["note"]
            )
        except ValidationError as problem:
            form.add_error("source", problem)
        else:
            messages.success(request, _("Version %(number)s of the bank is saved.") % {"number": kept.number})
            return redirect(kept)
    context = {"workspace": bank.workspace, "held": bank, "bank": word_held(bank), "form": form}
    return render(request, "assessment/bank_source.html", context)


@require_POST
@needs("assessment.edit_banks", of=find_bank)
def begin_version(request: HttpRequest, bank: HeldBank) -> HttpResponse:
    """Begin a new version of a bank, leaving the earlier one as it stands."""
    kept = start_version(actor=actor_of(request), workspace=bank.workspace, key=bank.key)
    messages.success(request, _("Version %(number)s begins; the earlier one stays as it is.") % {"number": kept.number})
    return redirect(kept)


@require_POST
@needs("assessment.edit_banks", of=find_bank)
def withdraw(request: HttpRequest, bank: HeldBank) -> HttpResponse:
    """Go back to the shipped bank, or give up the workspace's own one."""
    withdraw_bank(actor=actor_of(request), held=bank)
    if bank.is_shipped:
        messages.success(request, _("The bank that comes with the product is back in force."))
        return redirect(reverse("assessment:bank", kwargs=bank.address))
    messages.success(request, _("The bank is given up. Assessments that used it keep their questions."))
    return redirect("assessment:banks", workspace=bank.workspace.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.edit_banks", of=find_workspace)
def import_bank(request: HttpRequest, workspace: Workspace) -> HttpResponse:
    """Import a bank from a file; faults are told line by line, and the good rows can be taken alone."""
    post = request.method == "POST"
    form = ImportForm(
        request.POST if post else None,
        request.FILES if post else None,
        banks=list_banks(workspace),
        language=get_language() or "pl",
    )
    if post and form.is_valid() and form.data_read is not None:
        try:
            kept = add_bank(actor=actor_of(request), workspace=workspace, data=form.data_read)
        except BankProblem as found:
            form.add_error(None, [say_problem(problem) for problem in found.problems])
        else:
            count = len(form.data_read.items)
            messages.success(request, _("Imported: %(title)s, questions: %(count)s.") % {"title": kept, "count": count})
            return redirect(kept)
    return render(request, "assessment/bank_import.html", {"workspace": workspace, "form": form})


@require_safe
@needs("assessment.read_banks", of=find_bank)
def give_toml(request: HttpRequest, bank: HeldBank) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give a bank as a TOML file."""
    return _give(bank.source.encode(), f"{bank.key}.toml", "application/toml; charset=utf-8")


@require_safe
@needs("assessment.read_banks", of=find_bank)
def give_csv(request: HttpRequest, bank: HeldBank) -> HttpResponse:  # noqa: ARG001 - a view's own argument
    """Give a bank with levels as a table for a spreadsheet."""
    if bank.data.is_ladder:
        raise Http404
    return _give(as_csv(bank.data), f"{bank.key}.csv", "text/csv; charset=utf-8")


@require_safe
@needs("assessment.read_banks", of=find_workspace)
def give_example(request: HttpRequest, workspace: Workspace) -> HttpResponse:  # noqa: ARG001 - a view's own arguments
    """Give an example of a table that can be imported."""
    return _give(read_example(), "przyklad.csv", "text/csv; charset=utf-8")


def _give(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _may_edit(request: HttpRequest, workspace: Workspace) -> bool:
    return may(request.user, "assessment.edit_banks", workspace)

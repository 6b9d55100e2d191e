"""Finding questionnaires and items of the bank by the words of an address, always through the workspace."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.questions.models import BankItem, Edition, Questionnaire


def find_questionnaire(workspace: str, questionnaire: int) -> Questionnaire:
    """Find a questionnaire of the workspace, or answer 404."""
    rows = Questionnaire.objects.select_related("workspace")
    return get_object_or_404(rows, workspace__slug=workspace, pk=questionnaire)


def find_edition(workspace: str, questionnaire: int, edition: int) -> Edition:
    """Find an edition of the questionnaire by its number, or answer 404."""
    found = find_questionnaire(workspace, questionnaire)
    return get_object_or_404(found.editions.select_related("questionnaire__workspace"), number=edition)


def find_bank_item(workspace: str, stem: int) -> BankItem:
    """Find an item of the workspace's bank, or answer 404."""
    return get_object_or_404(BankItem.objects.select_related("workspace"), workspace__slug=workspace, pk=stem)

"""Addresses: questionnaires, their editor, their preview and trying out, and the item bank."""

from django.urls import URLPattern, path

from sciezka.rooms.questions.views import bank, checks, editor, items, parts, previews, questionnaires, translations, trying

LIST = "biuro/<slug:workspace>/ankiety-wzory/"
BANK = f"{LIST}bank/"
ONE = f"{LIST}<int:questionnaire>/"
ITEM = f"{ONE}pytania/<slug:item_code>/"
PART = f"{ONE}czesci/<slug:part>/"

urlpatterns: list[URLPattern] = [
    path(LIST, questionnaires.show_questionnaires, name="questionnaires"),
    path(f"{LIST}nowy/", questionnaires.make, name="questionnaire_new"),
    path(BANK, bank.show_bank, name="bank"),
    path(f"{BANK}<int:stem>/", bank.edit, name="bank_item"),
    path(f"{BANK}<int:stem>/usuniecie/", bank.remove, name="bank_item_remove"),
    path(ONE, editor.edit_head, name="questionnaire"),
    path(f"{ONE}kopia/", questionnaires.copy, name="questionnaire_copy"),
    path(f"{ONE}usuniecie/", questionnaires.delete, name="questionnaire_delete"),
    path(f"{ONE}przywrocenie/", parts.restore, name="part_restore"),
    path(f"{ONE}nowe-pytanie/", items.add, name="item_add"),
    path(f"{ONE}warunek/", items.show_condition_line, name="condition_line"),
    path(ITEM, items.edit, name="item"),
    path(f"{ITEM}ruch/", items.move, name="item_move"),
    path(f"{ITEM}kopia/", items.duplicate, name="item_copy"),
    path(f"{ITEM}usuniecie/", items.remove, name="item_remove"),
    path(f"{ITEM}bank/", bank.keep, name="item_keep"),
    path(f"{ONE}nowa-strona/", parts.add_page, name="page_add"),
    path(PART, parts.edit, name="part"),
    path(f"{PART}ruch/", parts.move, name="part_move"),
    path(f"{PART}sekcja/", parts.add_section, name="section_add"),
    path(f"{PART}usuniecie/", parts.remove, name="part_remove"),
    path(f"{ONE}tlumaczenia/", translations.edit, name="translations"),
    path(f"{ONE}uwagi/", checks.show_checks, name="checks"),
    path(f"{ONE}podglad/", previews.show_preview, name="preview"),
    path(f"{ONE}proba/", trying.walk, name="test"),
    path(f"{ONE}proba/losowo/", trying.walk_at_random, name="test_random"),
    path(f"{ONE}wydania/", checks.show_editions, name="editions"),
    path(f"{ONE}wydania/<int:edition>/", checks.show_edition, name="edition"),
]

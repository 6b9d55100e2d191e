"""Addresses: what the answers come to, open answers, single answers, and findings."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import (
    results,
    results_cross,
    results_files,
    results_findings,
    results_open,
    results_responses,
    results_themes,
    results_waves,
)

SURVEY = "biuro/<slug:workspace>/<slug:process>/ankiety/<int:survey>/"
ITEM = f"{SURVEY}wyniki/<slug:item_code>/"
OPEN = f"{SURVEY}wypowiedzi/<slug:item_code>/"
THEMES = f"{SURVEY}tematy/"
FINDING = f"{SURVEY}ustalenia/<int:survey_finding>/"
RESPONSES = f"{SURVEY}odpowiedzi/"

urlpatterns: list[URLPattern] = [
    path(f"{SURVEY}wyniki/", results.show_results, name="results"),
    path(f"{SURVEY}wyniki.zip", results_files.give_tables, name="results_tables"),
    path(ITEM, results.show_item, name="result_item"),
    path(f"{ITEM}obraz.svg", results_files.give_svg, name="result_svg"),
    path(f"{ITEM}obraz.png", results_files.give_png, name="result_png"),
    path(f"{ITEM}tabela.csv", results_files.give_csv, name="result_csv"),
    path(f"{SURVEY}zestawienie/", results_cross.show_cross, name="cross"),
    path(f"{SURVEY}reprezentatywnosc/", results_waves.show_representativeness, name="representativeness"),
    path(f"{SURVEY}fale/", results_waves.show_waves, name="waves"),
    path(OPEN, results_open.list_answers, name="open_answers"),
    path(f"{OPEN}kodowanie/", results_open.code_answers, name="coding"),
    path(THEMES, results_themes.list_themes, name="themes"),
    path(f"{THEMES}<int:theme>/", results_themes.edit_theme, name="theme"),
    path(f"{THEMES}<int:theme>/usuniecie/", results_themes.remove_theme, name="theme_remove"),
    path(RESPONSES, results_responses.list_responses, name="responses"),
    path(f"{RESPONSES}pominiecie/", results_responses.leave_out, name="response_leave_out"),
    path(f"{RESPONSES}przywrocenie/", results_responses.take_back, name="response_take_back"),
    path(f"{SURVEY}ustalenia/", results_findings.list_findings, name="findings"),
    path(f"{SURVEY}ustalenia/nowe/", results_findings.new_finding, name="finding_new"),
    path(FINDING, results_findings.show_finding, name="finding"),
    path(f"{FINDING}zmiana/", results_findings.edit_finding, name="finding_edit"),
    path(f"{FINDING}wycofanie/", results_findings.withdraw_finding, name="finding_withdraw"),
    path(f"{FINDING}przywrocenie/", results_findings.restore_finding, name="finding_restore"),
]

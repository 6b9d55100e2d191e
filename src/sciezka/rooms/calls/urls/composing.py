"""Addresses: composing a call, announcing it, amending it."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import brief, composing, composing_lines, composing_parts, composing_running

CALLS = "biuro/<slug:workspace>/<slug:process>/nabory/"
CALL = f"{CALLS}<int:call>/"
CRITERIA = f"{CALL}kryteria/"
CRITERION = f"{CRITERIA}<int:criterion>/"
FILES = f"{CALL}pliki/"

urlpatterns: list[URLPattern] = [
    path(CALLS, composing.list_all, name="calls"),
    path(f"{CALLS}nowy/", composing.make, name="call_new"),
    path(CALL, composing.show, name="call"),
    path(f"{CALL}na-jednej-stronie/", brief.show, name="brief"),
    path(f"{CALL}tresc/", composing_parts.edit_text, name="call_text"),
    path(f"{CALL}terminy/", composing_parts.edit_dates, name="call_dates"),
    path(f"{CALL}cele/", composing_parts.edit_goals, name="call_goals"),
    path(f"{CALL}srodki/", composing_parts.edit_money, name="call_money"),
    path(f"{CALL}formularz/", composing_parts.edit_form, name="call_form"),
    path(f"{CALL}warunki/", composing_parts.edit_conditions, name="call_conditions"),
    path(f"{CALL}sklad-komisji/", composing_parts.edit_commission, name="call_commission"),
    path(CRITERIA, composing_lines.list_criteria, name="criteria"),
    path(f"{CRITERIA}nowe/", composing_lines.add, name="criterion_new"),
    path(CRITERION, composing_lines.edit, name="criterion"),
    path(f"{CRITERION}przesun/", composing_lines.move, name="criterion_move"),
    path(f"{CRITERION}usun/", composing_lines.remove, name="criterion_delete"),
    path(FILES, composing_lines.list_files, name="call_files"),
    path(f"{FILES}<int:call_file>/", composing_lines.give_file, name="call_file"),
    path(f"{FILES}<int:call_file>/usun/", composing_lines.drop_file, name="call_file_delete"),
    path(f"{CALL}ogloszenie/", composing_running.announce, name="call_announce"),
    path(f"{CALL}zmiana/", composing_running.amend, name="call_amend"),
    path(f"{CALL}odwolanie/", composing_running.call_off, name="call_off"),
    path(f"{CALL}kopia/", composing_running.copy, name="call_copy"),
    path(f"{CALL}usun/", composing_running.delete, name="call_delete"),
]

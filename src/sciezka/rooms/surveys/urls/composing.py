"""Addresses: composing surveys, letting people in, and running them."""

from django.urls import URLPattern, path

from sciezka.rooms.surveys.views import (
    composing,
    composing_access,
    composing_frame,
    composing_list,
    composing_privacy,
    composing_running,
)

SURVEYS = "biuro/<slug:workspace>/<slug:process>/ankiety/"
SURVEY = f"{SURVEYS}<int:survey>/"

urlpatterns: list[URLPattern] = [
    path(SURVEYS, composing.show_surveys, name="surveys"),
    path(f"{SURVEYS}nowa/", composing.begin, name="survey_new"),
    path(SURVEY, composing.show_survey, name="survey"),
    path(f"{SURVEY}postep/", composing.show_progress, name="progress"),
    path(f"{SURVEY}zmiana/", composing.edit, name="survey_edit"),
    path(f"{SURVEY}usuniecie/", composing.delete, name="delete"),
    path(f"{SURVEY}otwarcie/", composing_running.launch, name="launch"),
    path(f"{SURVEY}terminy/", composing_running.change_dates, name="dates"),
    path(f"{SURVEY}zamkniecie/", composing_running.close, name="close"),
    path(f"{SURVEY}ponowne-otwarcie/", composing_running.reopen, name="reopen"),
    path(f"{SURVEY}odwolanie/", composing_running.withdraw, name="call_off"),
    path(f"{SURVEY}wydanie/", composing_running.change_edition, name="edition_change"),
    path(f"{SURVEY}nowa-fala/", composing_running.begin_wave, name="wave_new"),
    path(f"{SURVEY}kalendarium/", composing_running.draft_entry, name="survey_event"),
    path(f"{SURVEY}klauzula/", composing_privacy.edit_clause, name="clause"),
    path(f"{SURVEY}prywatnosc/", composing_privacy.show_privacy, name="privacy"),
    path(f"{SURVEY}prywatnosc/rejestr.docx", composing_privacy.give_record_docx, name="privacy_docx"),
    path(f"{SURVEY}prywatnosc/rejestr.csv", composing_privacy.give_record_csv, name="privacy_csv"),
    path(f"{SURVEY}wejscie/", composing_access.edit_entry, name="entry"),
    path(f"{SURVEY}wejscie/nowy-odnosnik/", composing_access.renew, name="link_renew"),
    path(f"{SURVEY}lista/", composing_list.show_invites, name="invites"),
    path(f"{SURVEY}lista/wysylka/", composing_list.send, name="invites_send"),
    path(f"{SURVEY}lista/przypomnienie/", composing_list.send_reminders, name="invites_remind"),
    path(f"{SURVEY}lista/<int:invite>/usuniecie/", composing_list.remove, name="invite_remove"),
    path(f"{SURVEY}kody/", composing_access.show_codes, name="codes"),
    path(f"{SURVEY}kody/<int:class_code>/zatrzymanie/", composing_access.stop, name="code_stop"),
    path(f"{SURVEY}limity/", composing_frame.edit_quotas, name="quotas"),
    path(f"{SURVEY}populacja/", composing_frame.edit_frame, name="frame"),
]

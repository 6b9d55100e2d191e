"""Addresses: composing rounds and running them."""

from django.urls import URLPattern, path

from sciezka.rooms.rounds.views import composing, composing_items, composing_people, composing_running, composing_sorting

ROUNDS = "biuro/<slug:workspace>/<slug:process>/rundy/"
ROUND = f"{ROUNDS}<int:round>/"
ITEM = f"{ROUND}pozycje/<int:item>/"
PARTICIPANT = f"{ROUND}uczestnicy/<int:participant>/"
PROPOSAL = f"{ROUND}porzadkowanie/<int:proposal>/"

urlpatterns: list[URLPattern] = [
    path(ROUNDS, composing.show_rounds, name="rounds"),
    path(f"{ROUNDS}nowa/", composing.begin, name="round_new"),
    path(ROUND, composing.show_round, name="round"),
    path(f"{ROUND}postep/", composing.show_progress, name="round_progress"),
    path(f"{ROUND}pytanie/", composing.edit_question, name="round_edit"),
    path(f"{ROUND}skale/", composing.edit_scales, name="scales"),
    path(f"{ROUND}skale/zmiana/", composing.edit_scale, name="scale"),
    path(f"{ROUND}zasady/", composing.edit_terms, name="terms"),
    path(f"{ROUND}usuniecie/", composing.delete, name="round_delete"),
    path(f"{ROUND}uruchomienie/", composing_running.launch, name="launch"),
    path(f"{ROUND}terminy/", composing_running.change_dates, name="dates"),
    path(f"{ROUND}zamkniecie/", composing_running.close, name="close"),
    path(f"{ROUND}odwolanie/", composing_running.withdraw, name="call_off"),
    path(f"{ROUND}przypomnienie/", composing_running.send_reminders, name="remind"),
    path(f"{ROUND}nowa-tura/", composing_running.begin_wave, name="wave_new"),
    path(f"{ROUND}pozycje/", composing_items.show_items, name="items"),
    path(f"{ROUND}pozycje/nowe/", composing_items.add, name="items_new"),
    path(ITEM, composing_items.edit, name="item"),
    path(f"{ITEM}ruch/", composing_items.move, name="item_move"),
    path(f"{ITEM}usuniecie/", composing_items.remove, name="item_remove"),
    path(f"{ROUND}uczestnicy/", composing_people.show_participants, name="participants"),
    path(f"{ROUND}uczestnicy/nowi/", composing_people.add, name="participants_new"),
    path(f"{ROUND}uczestnicy/zespol/", composing_people.take_team, name="team_sync"),
    path(f"{ROUND}uczestnicy/odnosnik/", composing_people.change_link, name="link_change"),
    path(f"{PARTICIPANT}usuniecie/", composing_people.remove, name="participant_remove"),
    path(f"{PARTICIPANT}przywrocenie/", composing_people.bring_back, name="participant_bring_back"),
    path(f"{ROUND}porzadkowanie/", composing_sorting.show_sorting, name="sorting"),
    path(f"{ROUND}porzadkowanie/laczenie/", composing_sorting.merge, name="proposals_merge"),
    path(f"{ROUND}porzadkowanie/koniec/", composing_sorting.settle, name="settle"),
    path(f"{PROPOSAL}rozdzielenie/", composing_sorting.part, name="proposal_part"),
    path(f"{PROPOSAL}pominiecie/", composing_sorting.leave, name="proposal_leave_out"),
    path(f"{PROPOSAL}przywrocenie/", composing_sorting.bring_back, name="proposal_bring_back"),
]

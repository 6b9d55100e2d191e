"""Addresses of the SWOT."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import swot, swot_position, swot_steps

SWOT = "biuro/<slug:workspace>/<slug:process>/swot/"
ENTRY = f"{SWOT}<int:swot_entry>/"
PROPOSALS = f"{SWOT}propozycje/"
GRID = f"{SWOT}pary/"
POSITION = f"{SWOT}pozycja"

urlpatterns: list[URLPattern] = [
    path(SWOT, swot.show_swot, name="swot"),
    path(f"{SWOT}dodanie/", swot_steps.add, name="swot_add"),
    path(f"{SWOT}zmiany/", swot.stream, name="swot_stream"),
    path(f"{SWOT}stan/", swot.give_state, name="swot_state"),
    path(f"{SWOT}ocena/", swot.ask, name="swot_ask"),
    path(PROPOSALS, swot.show_proposals, name="swot_proposals"),
    path(f"{PROPOSALS}przyjecie/", swot_steps.take, name="swot_take"),
    path(f"{PROPOSALS}odrzucenie/", swot_steps.decline, name="swot_decline"),
    path(GRID, swot_position.show_grid, name="swot_grid"),
    path(f"{GRID}zapis/", swot_position.set_crossing, name="swot_cross"),
    path(f"{POSITION}/", swot_position.show_position, name="swot_position"),
    path(f"{POSITION}.svg", swot_position.give_svg, name="swot_svg"),
    path(f"{POSITION}.png", swot_position.give_png, name="swot_png"),
    path(f"{POSITION}.csv", swot_position.give_csv, name="swot_csv"),
    path(ENTRY, swot.show, name="swot_entry"),
    path(f"{ENTRY}tresc/", swot.edit, name="swot_edit"),
    path(f"{ENTRY}przeniesienie/", swot_steps.move, name="swot_move"),
    path(f"{ENTRY}zdjecie/", swot_steps.take_off, name="swot_off"),
    path(f"{ENTRY}powrot/", swot_steps.put_back, name="swot_back"),
    path(f"{ENTRY}cofniecie/", swot_steps.reopen, name="swot_reopen"),
]

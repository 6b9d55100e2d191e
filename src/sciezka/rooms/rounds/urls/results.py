"""Addresses of results: what the answers come to, what was agreed, what changed, and files."""

from django.urls import URLPattern, path

from sciezka.rooms.rounds.views import results, results_agreeing, results_files, results_key, results_waves

ROUND = "biuro/<slug:workspace>/<slug:process>/rundy/<int:round>/"
ITEM = f"{ROUND}wynik/<int:item>/"
AGREE = f"{ROUND}uzgodnienie/"
KEY = "runda/<str:key>/wynik/"

urlpatterns: list[URLPattern] = [
    path(f"{ROUND}wynik/", results.show_result, name="result"),
    path(ITEM, results.show_item, name="result_item"),
    path(f"{ROUND}porzadek/", results_agreeing.show_agenda, name="agenda"),
    path(f"{ROUND}porzadek/wpis/", results_agreeing.put_points, name="agenda_write"),
    path(f"{ROUND}zmiana/", results_waves.show_change, name="change"),
    path(f"{AGREE}zaproponowane/", results_agreeing.accept, name="accept_proposed"),
    path(f"{AGREE}<int:item>/", results_agreeing.agree_item, name="agree"),
    path(f"{AGREE}<int:item>/cofnij/", results_agreeing.withdraw, name="result_withdraw"),
    path(f"{ROUND}wynik.svg", results_files.give_svg, name="result_svg"),
    path(f"{ROUND}wynik.png", results_files.give_png, name="result_png"),
    path(f"{ITEM}obraz.svg", results_files.give_item_svg, name="result_item_svg"),
    path(f"{ITEM}obraz.png", results_files.give_item_png, name="result_item_png"),
    path(f"{ROUND}wynik.zip", results_files.give_csv, name="result_csv"),
    path(f"{ROUND}wynik.xlsx", results_files.give_xlsx, name="result_xlsx"),
    path(f"{ROUND}wynik.json", results_files.give_json, name="result_json"),
    path(KEY, results_key.show_result, name="key_result"),
    path(f"{KEY}<int:item>/", results_key.show_item, name="key_result_item"),
]

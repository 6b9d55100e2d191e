"""Addresses of key factors."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import factors, factors_core, factors_list

PROCESS = "biuro/<slug:workspace>/<slug:process>/"
FACTORS = f"{PROCESS}czynniki/"
FACTOR = f"{FACTORS}<int:factor>/"
CORE = f"{FACTORS}scisle-grono/"

urlpatterns: list[URLPattern] = [
    path(FACTORS, factors_list.show_factors, name="factors"),
    path(f"{PROCESS}czynniki.csv", factors_list.give_csv, name="factors_csv"),
    path(f"{FACTORS}nowe/", factors_list.add, name="factors_add"),
    path(f"{FACTORS}tura/", factors_list.ask_long, name="factors_ask"),
    path(CORE, factors_core.show_core, name="core"),
    path(f"{CORE}glosowanie/", factors_core.ask, name="core_ask"),
    path(f"{CORE}wybor/", factors_core.choose, name="core_choose"),
    path(FACTOR, factors.show, name="factor"),
    path(f"{FACTOR}zmiana/", factors.edit, name="factor_edit"),
    path(f"{FACTOR}laczenie/", factors.merge, name="factor_merge"),
    path(f"{FACTOR}zdjecie/", factors.remove, name="factor_take_off"),
    path(f"{FACTOR}powrot/", factors.restore, name="factor_put_back"),
]

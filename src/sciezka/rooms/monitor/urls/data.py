"""Addresses: data, series and the catalogue."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import catalogue, data, series

_MONITOR = "biuro/<slug:workspace>/<slug:process>/monitor"
_BATCH = f"{_MONITOR}/dane/<int:batch>"

urlpatterns: list[URLPattern] = [
    path(f"{_MONITOR}/dane/", data.show_data, name="data"),
    path(f"{_MONITOR}/dane/wlasne/", series.bring_series, name="series_new"),
    path(f"{_BATCH}/", data.show_batch, name="batch"),
    path(f"{_BATCH}/wycofanie/", data.withdraw, name="batch_withdraw"),
    path(f"{_BATCH}/przywrocenie/", data.restore, name="batch_restore"),
    path(f"{_MONITOR}/katalog/", catalogue.show_catalogue, name="catalogue"),
    path(f"{_MONITOR}/katalog/zmiana/", catalogue.edit, name="catalogue_edit"),
    path(f"{_MONITOR}/katalog.toml", catalogue.give_toml, name="catalogue_toml"),
    path(f"{_MONITOR}/katalog.csv", catalogue.give_csv, name="catalogue_csv"),
]

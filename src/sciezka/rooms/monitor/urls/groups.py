"""Addresses: comparison groups."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import groups

_MONITOR = "biuro/<slug:workspace>/<slug:process>/monitor"

urlpatterns: list[URLPattern] = [
    path(f"{_MONITOR}/grupy/", groups.show_groups, name="groups"),
    path(f"{_MONITOR}/grupy/nowa/", groups.make_group, name="group_new"),
    path(f"{_MONITOR}/grupy/<int:group>/", groups.show_group, name="group"),
    path(f"{_MONITOR}/grupy/<int:group>/zmiana/", groups.edit_group, name="group_edit"),
    path(f"{_MONITOR}/grupy/<int:group>/domyslna/", groups.choose_default, name="group_default"),
    path(f"{_MONITOR}/grupy/<int:group>/usun/", groups.drop_group, name="group_delete"),
]

"""The town room's addresses. The office comes first, so that no workspace can take its word."""

from django.urls import URLPattern, URLResolver

from sciezka.rooms.town.urls import events, imports, office, public

app_name = "town"
urlpatterns: list[URLPattern | URLResolver] = [
    *office.urlpatterns,
    *events.urlpatterns,
    *imports.urlpatterns,
    *public.urlpatterns,
]

"""Addresses of accounts. Signing in and its pages are the library's, under the same word."""

from django.urls import URLPattern, URLResolver, path

from sciezka.rooms.people.views import entry, profile

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", profile.show_profile, name="profile"),
    path("moje-dane.json", profile.download_export, name="export"),
    path("usuniecie/", profile.erase, name="erase"),
    path("usuniete/", profile.show_erased, name="erased"),
    path("sesje/<int:session>/koniec/", profile.end_session, name="session_end"),
    path("zaproszenie/<str:token>/", entry.show_invitation, name="invitation"),
    path("demonstracja/", entry.enter_demo, name="demo"),
    path("serwer/", entry.leave_for_server, name="server"),
]

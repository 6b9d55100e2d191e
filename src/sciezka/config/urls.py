"""All addresses. The town room comes last: its public pages begin with a workspace's own word."""

from django.urls import include, path

from sciezka.kit.addresses import RoomResolver

urlpatterns = [
    path("kit/", include("sciezka.kit.urls")),
    path("konto/", include("sciezka.rooms.people.urls")),
    path("konto/", include("allauth.urls")),
    RoomResolver("sciezka.rooms.calls"),
    RoomResolver("sciezka.rooms.path"),
    RoomResolver("sciezka.rooms.diagnosis"),
    RoomResolver("sciezka.rooms.assessment"),
    RoomResolver("sciezka.rooms.stakeholders"),
    RoomResolver("sciezka.rooms.surveys"),
    RoomResolver("sciezka.rooms.monitor"),
    RoomResolver("sciezka.rooms.questions"),
    RoomResolver("sciezka.rooms.rounds"),
    RoomResolver("sciezka.rooms.thread"),
    RoomResolver("sciezka.rooms.town"),
]

handler400 = "sciezka.kit.views.show_bad_request"
handler403 = "sciezka.kit.views.show_forbidden"
handler404 = "sciezka.kit.views.show_not_found"
handler500 = "sciezka.kit.views.show_server_error"

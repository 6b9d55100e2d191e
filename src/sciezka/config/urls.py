"""All addresses. The town room comes last: its public pages begin with a workspace's own word."""

from django.urls import include, path

urlpatterns = [
    path("kit/", include("sciezka.kit.urls")),
    path("konto/", include("sciezka.rooms.people.urls")),
    path("konto/", include("allauth.urls")),
    path("", include("sciezka.rooms.path.urls")),
    path("", include("sciezka.rooms.diagnosis.urls")),
    path("", include("sciezka.rooms.assessment.urls")),
    path("", include("sciezka.rooms.stakeholders.urls")),
    path("", include("sciezka.rooms.surveys.urls")),
    path("", include("sciezka.rooms.monitor.urls")),
    path("", include("sciezka.rooms.questions.urls")),
    path("", include("sciezka.rooms.rounds.urls")),
    path("", include("sciezka.rooms.thread.urls")),
    path("", include("sciezka.rooms.town.urls")),
]

handler400 = "sciezka.kit.views.show_bad_request"
handler403 = "sciezka.kit.views.show_forbidden"
handler404 = "sciezka.kit.views.show_not_found"
handler500 = "sciezka.kit.views.show_server_error"

"""Addresses of the residents' side; they begin with a workspace's own word, so they come last."""

from django.urls import URLPattern, path

from sciezka.rooms.town.views import feeds, public

PROCESS = "<slug:workspace>/<slug:process>/"

urlpatterns: list[URLPattern] = [
    path("", public.show_home, name="home"),
    path("<slug:workspace>/kolory.css", feeds.send_theme, name="theme"),
    path("<slug:workspace>/", public.show_workspace, name="workspace"),
    path(PROCESS, public.show_process, name="process"),
    path(f"{PROCESS}obraz.png", feeds.send_process_picture, name="process_picture"),
    path(f"{PROCESS}kalendarium/", public.show_kalendarium, name="kalendarium"),
    path(f"{PROCESS}kalendarium/widget/", feeds.show_widget, name="widget"),
    path(f"{PROCESS}kalendarium/<int:year>/<int:month>/", public.show_month, name="kalendarium_month"),
    path(f"{PROCESS}kalendarium/<int:event>.ics", feeds.send_event_calendar, name="event_ics"),
    path(f"{PROCESS}kalendarium/<int:event>.png", feeds.send_event_picture, name="event_picture"),
    path(f"{PROCESS}kalendarium/<int:event>-<slug:words>/", public.show_event, name="event"),
    path(f"{PROCESS}kalendarium.ics", feeds.send_calendar, name="feed_ics"),
    path(f"{PROCESS}kalendarium.atom", feeds.send_atom, name="feed_atom"),
    path(f"{PROCESS}kalendarium.json", feeds.send_json, name="feed_json"),
]

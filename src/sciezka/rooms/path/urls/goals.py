"""Addresses of goals."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import goals

GOALS = "biuro/<slug:workspace>/<slug:process>/cele/"

urlpatterns: list[URLPattern] = [
    path(GOALS, goals.show_goals, name="goals"),
    path(f"{GOALS}<int:goal>/", goals.show, name="goal"),
    path(f"{GOALS}wskazniki/<int:goal_indicator>/", goals.show_indicator, name="goal_indicator"),
]

"""Addresses of goals."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import goals, goals_changes, goals_indicators

PLACE = "biuro/<slug:workspace>/<slug:process>/"
GOALS = f"{PLACE}cele/"
GOAL = f"{GOALS}<int:goal>/"
INDICATOR = f"{GOALS}wskazniki/<int:goal_indicator>/"

urlpatterns: list[URLPattern] = [
    path(GOALS, goals.show_goals, name="goals"),
    path(f"{PLACE}cele.csv", goals.give_csv, name="goals_csv"),
    path(f"{PLACE}cele.json", goals.give_json, name="goals_json"),
    path(f"{GOALS}nowy/", goals_changes.add, name="goal_new"),
    path(f"{GOALS}podpowiedzi/", goals_changes.hint, name="goal_hints"),
    path(GOAL, goals.show, name="goal"),
    path(f"{GOAL}zmiana/", goals_changes.edit, name="goal_edit"),
    path(f"{GOAL}podstawy/", goals_changes.ground, name="goal_grounds"),
    path(f"{GOAL}miejsce/", goals_changes.move, name="goal_move"),
    path(f"{GOAL}kolejnosc/", goals_changes.shift, name="goal_shift"),
    path(f"{GOAL}zdjecie/", goals_changes.take_away, name="goal_take_off"),
    path(f"{GOAL}powrot/", goals_changes.bring_back, name="goal_put_back"),
    path(f"{GOAL}wskazniki/nowy/", goals_indicators.add, name="goal_indicator_new"),
    path(INDICATOR, goals_indicators.show, name="goal_indicator"),
    path(f"{INDICATOR}zmiana/", goals_indicators.edit, name="goal_indicator_edit"),
    path(f"{INDICATOR}wartosci/", goals_indicators.enter, name="goal_indicator_values"),
    path(f"{INDICATOR}zdjecie/", goals_indicators.take_away, name="goal_indicator_take_off"),
    path(f"{INDICATOR}powrot/", goals_indicators.bring_back, name="goal_indicator_put_back"),
]

"""Addresses: office."""

from django.urls import URLPattern, path

from sciezka.rooms.town.views import acts, desk, journal, office, programmes, seats, tasks, teams, workspaces

WORKSPACE = "biuro/<slug:workspace>/"
PROCESS = "biuro/<slug:workspace>/<slug:process>/"

instance: list[URLPattern] = [
    path("biuro/", desk.show_desk, name="desk"),
    path("biuro/programy/", programmes.show_programmes, name="programmes"),
    path("biuro/programy/nowy/", programmes.add_programme, name="programme_new"),
    path("biuro/programy/wczytanie/", programmes.load, name="programmes_load"),
    path("biuro/programy/<slug:programme>/", programmes.show_programme, name="programme"),
    path("biuro/programy/<slug:programme>/zmiana/", programmes.edit_programme, name="programme_edit"),
    path("biuro/programy/<slug:programme>/przywrocenie/", programmes.restore, name="programme_restore"),
]

# The words here are reserved in models/processes.py, so that no process can take them.
workspace: list[URLPattern] = [
    path(WORKSPACE, office.show_office, name="office"),
    path(f"{WORKSPACE}nowy-proces/", office.open_new, name="process_open"),
    path(f"{WORKSPACE}ustawienia/", workspaces.edit_settings, name="workspace_settings"),
    path(f"{WORKSPACE}ustawienia/jednostki/nowa/", workspaces.add_member, name="member_new"),
    path(f"{WORKSPACE}ustawienia/jednostki/<int:member>/", workspaces.edit_member, name="member"),
    path(f"{WORKSPACE}osoby/", seats.show_seats, name="seats"),
    path(f"{WORKSPACE}osoby/nowa/", seats.give, name="seat_new"),
    path(f"{WORKSPACE}osoby/<int:seat>/", seats.edit, name="seat"),
    path(f"{WORKSPACE}osoby/<int:seat>/koniec/", seats.end, name="seat_end"),
    path(f"{WORKSPACE}akty/", acts.show_acts, name="acts"),
    path(f"{WORKSPACE}akty/nowy/", acts.record, name="act_new"),
    path(f"{WORKSPACE}akty/<int:act>/", acts.show_act, name="act"),
    path(f"{WORKSPACE}akty/<int:act>/zmiana/", acts.edit, name="act_edit"),
    path(f"{WORKSPACE}akty/<int:act>/plik/", acts.download, name="act_file"),
    path(f"{WORKSPACE}dziennik/", journal.show_workspace_journal, name="workspace_journal"),
]

process: list[URLPattern] = [
    path(PROCESS, office.show_process, name="process_office"),
    path(f"{PROCESS}ustawienia/", office.edit_settings, name="process_settings"),
    path(f"{PROCESS}publikacja/", office.publish, name="process_publish"),
    path(f"{PROCESS}wycofanie/", office.withdraw, name="process_withdraw"),
    path(f"{PROCESS}zadania/", tasks.show_board, name="board"),
    path(f"{PROCESS}zadania/nowe/", tasks.plan, name="task_new"),
    path(f"{PROCESS}zadania/przywrocenie/", tasks.restore, name="task_restore"),
    path(f"{PROCESS}zadania/<int:task>/", tasks.show_task, name="task"),
    path(f"{PROCESS}zadania/<int:task>/zmiana/", tasks.edit, name="task_edit"),
    path(f"{PROCESS}zadania/<int:task>/ruch/", tasks.move, name="task_move"),
    path(f"{PROCESS}zadania/<int:task>/usuniecie/", tasks.delete, name="task_delete"),
    path(f"{PROCESS}harmonogram/", tasks.show_gantt, name="gantt"),
    path(f"{PROCESS}harmonogram.csv", tasks.export_plan, name="plan_csv"),
    path(f"{PROCESS}zespoly/", teams.show_teams, name="teams"),
    path(f"{PROCESS}zespoly/nowy/", teams.establish, name="team_new"),
    path(f"{PROCESS}zespoly/<slug:team>/", teams.show_team, name="team"),
    path(f"{PROCESS}zespoly/<slug:team>/zmiana/", teams.edit, name="team_edit"),
    path(f"{PROCESS}zespoly/<slug:team>/sklad/nowa/", teams.appoint, name="membership_new"),
    path(f"{PROCESS}zespoly/<slug:team>/sklad/<int:membership>/koniec/", teams.end, name="membership_end"),
    path(f"{PROCESS}dziennik/", journal.show_journal, name="journal"),
]

urlpatterns: list[URLPattern] = [*instance, *workspace, *process]

"""Addresses of the map, the hierarchy, the engagement plan, the Social Leaders and the residents' map."""

from django.urls import URLPattern, path

from sciezka.rooms.stakeholders.views import balance, hierarchy, leaders, map, map_files, plan, public  # noqa: A004 - the page's own word

STAKEHOLDERS = "biuro/<slug:workspace>/<slug:process>/interesariusze/"
MAP = f"{STAKEHOLDERS}mapa/"
PLAN = f"{STAKEHOLDERS}plan/"
LEADERS = f"{STAKEHOLDERS}liderzy/"
BALANCE = f"{STAKEHOLDERS}rownowaga/"

urlpatterns: list[URLPattern] = [
    path(MAP, map.show_map, name="map"),
    path(f"{MAP}ustawienia/", map.edit_settings, name="map_settings"),
    path(f"{MAP}publikacja/", map.publish, name="map_publish"),
    path(f"{STAKEHOLDERS}mapa.svg", map_files.give_svg, name="map_svg"),
    path(f"{STAKEHOLDERS}mapa.png", map_files.give_png, name="map_png"),
    path(f"{STAKEHOLDERS}mapa.pdf", map_files.give_pdf, name="map_pdf"),
    path(f"{STAKEHOLDERS}mapa.csv", map_files.give_csv, name="map_csv"),
    path(f"{STAKEHOLDERS}hierarchia/", hierarchy.show_hierarchy, name="hierarchy"),
    path(PLAN, plan.show_plan, name="plan"),
    path(f"{STAKEHOLDERS}plan.csv", plan.give_csv, name="plan_csv"),
    path(f"{STAKEHOLDERS}plan.xlsx", plan.give_xlsx, name="plan_xlsx"),
    path(f"{PLAN}nowy/", plan.plan_engagement, name="engagement_new"),
    path(f"{PLAN}<int:engagement>/", plan.edit, name="engagement_edit"),
    path(f"{PLAN}<int:engagement>/usun/", plan.remove, name="engagement_remove"),
    path(LEADERS, leaders.show_leaders, name="leaders"),
    path(f"{LEADERS}zaproszenie/", leaders.invite, name="leader_invite"),
    path(f"{LEADERS}zespol/", leaders.gather, name="leaders_team"),
    path(f"{LEADERS}<int:invitation>/wycofanie/", leaders.withdraw, name="leader_withdraw"),
    path(BALANCE, balance.show_balance, name="balance"),
    path(f"{BALANCE}ludnosc/", balance.edit_population, name="population"),
    path("zaproszenie-lidera/<str:key>/", public.answer_invitation, name="invitation_answer"),
    path("<slug:workspace>/<slug:process>/interesariusze/", public.show_map, name="map_public"),
]

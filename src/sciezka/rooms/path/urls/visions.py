"""Addresses of vision."""

from django.urls import URLPattern, path

from sciezka.rooms.path.views import visions, visions_talk

VISIONS = "biuro/<slug:workspace>/<slug:process>/wizja/"
VISION = f"{VISIONS}<int:vision>/"
COMMENT = f"{VISION}uwagi/<int:vision_comment>/"

urlpatterns: list[URLPattern] = [
    path(VISIONS, visions.show_visions, name="visions"),
    path(f"{VISIONS}nowy-szkic/", visions.write, name="vision_new"),
    path(f"{VISIONS}glosowanie/", visions.prepare_vote, name="vision_vote"),
    path(VISION, visions.show, name="vision"),
    path(f"{VISION}zmiana/", visions.edit, name="vision_edit"),
    path(f"{VISION}przyjecie/", visions.adopt, name="vision_adopt"),
    path(f"{VISION}wycofanie/", visions.withdraw, name="vision_withdraw"),
    path(f"{VISION}przywrocenie/", visions.bring_back, name="vision_bring_back"),
    path(f"{VISION}uwagi/", visions_talk.say, name="vision_comments"),
    path(f"{COMMENT}odpowiedz/", visions_talk.answer, name="vision_answer"),
    path(f"{COMMENT}usuniecie/", visions_talk.remove, name="vision_comment_remove"),
]

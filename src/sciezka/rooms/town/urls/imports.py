"""Addresses: imports."""

from django.urls import URLPattern, path

from sciezka.rooms.town.views import imports

PROCESS = "biuro/<slug:workspace>/<slug:process>/import/"

urlpatterns: list[URLPattern] = [
    path(PROCESS, imports.list_imports, name="imports"),
    path(f"{PROCESS}<int:page>/", imports.review_page, name="import_review"),
    path(f"{PROCESS}<int:page>/wpisy/", imports.decide_many, name="import_decide_many"),
    path(f"{PROCESS}<int:page>/wpisy/<int:entry>/", imports.decide_entry, name="import_entry"),
    path(f"{PROCESS}<int:page>/publikacja/", imports.publish_page, name="import_publish"),
]

"""Addresses of the house itself."""

from django.urls import path

from sciezka.kit import views, views_gallery, views_tiles, views_work

app_name = "kit"
urlpatterns = [
    path("", views_gallery.show_gallery, name="gallery"),
    path("jezyk/", views.set_language, name="language"),
    path("dostepnosc/", views.show_accessibility, name="accessibility"),
    path("prywatnosc/", views.show_privacy, name="privacy"),
    path("zdrowie/", views.check_health, name="health"),
    path("mapa/<str:area>/<int:zoom>/<int:column>/<int:row>.png", views_tiles.show_tile, name="tile"),
    path("praca/<uuid:key>/", views_work.show_work, name="work"),
]

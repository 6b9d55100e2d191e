"""Addresses of the house itself."""

from django.urls import path

from sciezka.kit import views, views_gallery, views_work

app_name = "kit"
urlpatterns = [
    path("", views_gallery.show_gallery, name="gallery"),
    path("jezyk/", views.set_language, name="language"),
    path("dostepnosc/", views.show_accessibility, name="accessibility"),
    path("prywatnosc/", views.show_privacy, name="privacy"),
    path("zdrowie/", views.check_health, name="health"),
    path("praca/<uuid:key>/", views_work.show_work, name="work"),
]

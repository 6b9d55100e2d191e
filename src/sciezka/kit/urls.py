"""Addresses of the house itself."""

from django.urls import path

from sciezka.kit import views

app_name = "kit"
urlpatterns = [
    path("jezyk/", views.set_language, name="language"),
    path("dostepnosc/", views.show_accessibility, name="accessibility"),
    path("prywatnosc/", views.show_privacy, name="privacy"),
    path("zdrowie/", views.check_health, name="health"),
]

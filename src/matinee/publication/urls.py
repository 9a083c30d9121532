"""The publication's own addresses."""

from django.urls import path

from matinee.publication import views

app_name = "publication"
urlpatterns = [
    path("theme.css", views.stylesheet, name="theme"),
    path("privacy/", views.privacy, name="privacy"),
]

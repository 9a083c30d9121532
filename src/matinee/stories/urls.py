"""The stories room's addresses beside Wagtail's own pages."""

from django.urls import path

from matinee.stories import api, views

app_name = "stories"
urlpatterns = [
    path("films/", views.films, name="films"),
    path("films/<slug:slug>/", views.film, name="film"),
    path("api/copy", api.copy, name="copy_in"),
    path("feed.xml", views.feed, name="feed"),
]

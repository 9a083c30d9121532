"""The films room's addresses. A film's own page lists stories, so the stories room serves it."""

from django.urls import path

from matinee.films import views

app_name = "films"
urlpatterns = [
    path("releases/", views.home, name="home"),
    path("releases/<str:code>/", views.releases, name="releases"),
    path("releases/<str:code>/calendar.ics", views.calendar_feed, name="feed"),
    path("releases/<str:code>/feed.xml", views.atom_feed, name="atom"),
    path("films/<slug:slug>/movie.json", views.movie, name="movie"),
]

"""The embedded inbox's addresses, under /inbox/."""

from django.urls import path

from matinee.inbox import views

app_name = "inbox"

urlpatterns = [
    path("", views.index, name="index"),
    path("<str:key>/", views.mail, name="mail"),
    path("<str:key>/html/", views.html, name="html"),
    path("<str:key>/source/", views.source, name="source"),
]

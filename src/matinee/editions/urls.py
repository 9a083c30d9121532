"""The readers' own addresses in the editions room."""

from django.urls import path

from matinee.editions import views

app_name = "editions"
urlpatterns = [
    path("poll/<str:token>/<int:number>/", views.poll, name="poll"),
    path("poll/<str:token>/<int:number>/<int:answer>/", views.poll, name="poll_answer"),
]

"""Where letters' pixels and links come in."""

from django.urls import path

from matinee.insight import views

app_name = "insight"

urlpatterns = [
    path("o/<str:token>.gif", views.pixel, name="pixel"),
    path("l/<str:token>/<int:number>", views.link, name="link"),
]

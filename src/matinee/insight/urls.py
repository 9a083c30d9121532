"""Where letters' pixels and links come in, and providers' notices."""

from django.urls import path

from matinee.insight import hooks, views

app_name = "insight"

urlpatterns = [
    path("o/<str:token>.gif", views.pixel, name="pixel"),
    path("l/<str:token>/<int:number>", views.link, name="link"),
    # As anymail's own documentation names them.
    path("anymail/<slug:provider>/tracking/", hooks.notice, name="notice"),
    path("anymail/<slug:provider>/", hooks.notice),
]

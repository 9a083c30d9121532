"""The readers' own addresses: signing up, confirming, leaving, choosing."""

from django.urls import path

from matinee.readers.views import box, change, confirm, embed, hub, leave, preferences

app_name = "readers"
urlpatterns = [
    path("sign-up/", box.sign_up, name="sign_up"),
    path("sign-up/thanks/", box.thanks, name="thanks"),
    path("embed/signup.js", embed.script, name="embed_script"),
    path("embed/v1/signup.js", embed.script),
    path("embed/<slug:slug>/", embed.frame, name="embed"),
    path("newsletters/", hub.hub, name="hub"),
    path("newsletters/<slug:slug>/", hub.landing, name="landing"),
    path("confirm/<str:token>/", confirm.confirm, name="confirm"),
    path("u/<str:token>/", leave.leave, name="leave"),
    path("u/<str:token>/back/", leave.undo, name="undo"),
    path("u/<str:token>/why/", leave.why, name="why"),
    path("preferences/<str:token>/", preferences.centre, name="preferences"),
    path("preferences/<str:token>/data.json", preferences.data, name="data"),
    path("preferences/<str:token>/erase/", preferences.erase, name="erase"),
    path("change/<str:token>/", change.change, name="change"),
]

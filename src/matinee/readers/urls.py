"""The readers' own addresses: signing up, confirming, leaving, choosing."""

from django.urls import path

from matinee.readers.views import box, change, confirm, embed, hub, leave, own, preferences

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
    path("own/data/<str:token>/", own.data, name="own_data"),
    path("own/erase/<str:token>/", own.erase, name="own_erase"),
    path("change/<str:token>/", change.change, name="change"),
]

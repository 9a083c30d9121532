"""Every address of the site; the rooms' own pages first, Wagtail's pages last."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

# (prefix, room): a room that has a urls.py is mounted here.
ROOMS = [
    ("", "matinee.readers"),
    ("", "matinee.insight"),
    ("", "matinee.films"),
    ("", "matinee.newsletters"),
    ("", "matinee.publication"),
    ("", "matinee.stories"),
    ("", "matinee.editions"),
    ("", "matinee.mailings"),
]
if settings.INBOX_PAGES:
    ROOMS.append(("inbox/", "matinee.inbox"))

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(prefix, include(f"{room}.urls")) for prefix, room in ROOMS if find_spec(f"{room}.urls")),
    path("desk/", include("matinee.config.editors_urls")),
    path("desk/", include(desk_urls)),
    path("documents/", include(document_urls)),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(wagtail_urls)),
]

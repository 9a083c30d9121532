"""What several views share: who asks, from where, and where to send them back to."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from matinee.publication.models import Territory

_REGION = re.compile(r"\b[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})\b", re.IGNORECASE)

NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
View = Callable[[HttpRequest], HttpResponse]


def kept_nowhere(view: View) -> View:
    """Let no cache keep an answer, as Django's never_cache does, at a tenth of its cost.

    Without the Expires that it reckons out: Cache-Control outranks that (RFC 9111 §5.3).
    """

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response["Cache-Control"] = NOT_KEPT
        return response

    return answer


def back_to(request: HttpRequest, path: str) -> str:
    """Return a path of this site, "/" for anything else."""
    fine = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if fine else "/"


def territory_of(request: HttpRequest, home: str) -> str:
    """Return the territory that the browser's languages name, else `home`, the publication's own.

    A first guess, which the reader can mend in the preference centre. Nobody is asked where a
    network is: that would tell a third party.
    """
    languages = str(request.headers.get("Accept-Language", ""))[:200]
    regions: list[str] = [region.upper() for region in _REGION.findall(languages)]
    if not regions:
        return home
    known = set(Territory.objects.filter(code__in=regions).values_list("code", flat=True))
    return next((region for region in regions if region in known), home)

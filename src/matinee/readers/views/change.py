"""The page behind the two links of a change of address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matinee.readers import choosing, use_cases
from matinee.readers.request_meta import from_request


@csrf_exempt  # the token in the address is what a foreign page cannot know
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button; POST says yes for one of the two mailboxes."""
    if request.method == "POST":
        case = use_cases.confirm_change(token, from_request(request))
    else:
        case = "ask" if choosing.look_at_change(token) else "old"
    return render(
        request, "readers/change.html", {"case": case}, status=404 if case == "old" else 200
    )

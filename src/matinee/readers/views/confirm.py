"""The page behind a confirmation link: one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matinee.readers import links, use_cases
from matinee.readers.confirming import Case, Look
from matinee.readers.request_meta import from_request

STATUS = {Case.UNKNOWN: 404, Case.OLD: 410, Case.SUPERSEDED: 410}


@csrf_exempt  # the token in the address is what a foreign page cannot know
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what the link is for and changes nothing; POST does it, or sends a fresh mail."""
    if request.method == "POST" and request.POST.get("again"):
        sent = use_cases.send_again(token)
        return _page(request, use_cases.look(token), sent=sent)
    if request.method == "POST":
        return _page(request, use_cases.confirm(token, from_request(request)))
    return _page(request, use_cases.look(token))


def _page(request: HttpRequest, look: Look, *, sent: bool = False) -> HttpResponse:
    words = {
        "look": look,
        "case": "sent" if sent else look.case.value,
        "leave_token": links.leave_token(look.subscription_id) if look.subscription_id else "",
    }
    status = 200 if sent else STATUS.get(look.case, 200)
    return render(request, "readers/confirm.html", words, status=status)

"""Leaving: the page behind the visible link, and RFC 8058's one click at the same address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from matinee.readers import links, use_cases
from matinee.readers.leaving import REASONS, say_why
from matinee.readers.models import Subscription
from matinee.readers.request_meta import from_request

PAGE = "readers/leave.html"


def _subscription(token: str) -> Subscription | None:
    payload = links.link_tokens().check("leave", token)
    if payload is None:
        return None
    found = Subscription.objects.select_related("newsletter", "reader")
    return found.filter(pk=payload.subscription_id).first()


@csrf_exempt  # RFC 8058 §3.2: the POST comes without cookies; the token is the authority
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button; POST ends the subscription, asks nothing, and offers to undo it."""
    subscription = _subscription(token)
    if request.method != "POST":
        words: dict[str, Any] = {"subscription": subscription, "token": token, "case": "ask"}
        if subscription is None:
            words["case"] = "unknown"
        elif subscription.state not in {"active", "pending"}:
            words["case"] = "gone"
        return render(request, PAGE, words, status=200 if subscription else 404)
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    how = "one-click" if one_click else "page"
    payload = links.link_tokens().check("leave", token)
    left = use_cases.leave(payload.subscription_id if payload else 0, how, from_request(request))
    if one_click:
        # For a machine: no page, no redirect; the same for a link that is no more.
        return HttpResponse("You are unsubscribed.\n", content_type="text/plain; charset=utf-8")
    words = {
        "subscription": subscription,
        "newsletters": left.newsletters,
        "token": token,
        "undo": left.undo if subscription and subscription.proof_id else "",
        "why": left.undo,
        "reasons": REASONS,
        "case": "left" if subscription else "unknown",
    }
    return render(request, PAGE, words, status=200 if subscription else 404)


@csrf_exempt  # as above
@never_cache
@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take the leaving back. The token is the one that the page after leaving gave out."""
    newsletter = use_cases.undo(token, from_request(request))
    case = "back" if newsletter else "too-late"
    return render(request, PAGE, {"newsletter": newsletter, "case": case})


@csrf_exempt  # as above
@never_cache
@require_POST
def why(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the answer to the one question, if it was answered."""
    say_why(token, request.POST.get("why", ""))
    return render(request, PAGE, {"case": "answered"})

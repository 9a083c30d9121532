"""The embedded inbox in the browser: for development and the demo, where no relay is set."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from matinee.post.inbox import Inbox, Mail
from matinee.post.relay import open_relay

PAGE = 30
# A mail brings its own styles and pictures; it runs nothing, and its links open the whole window.
MAIL_POLICY = (
    "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src *; "
    "base-uri 'self'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def the_inbox() -> Inbox:
    """Return the inbox that MAIL_URL names, or the default one where mail goes elsewhere."""
    relay = open_relay(settings.MAIL_URL, inbox_path=settings.INBOX_PATH)
    return getattr(relay, "inbox", None) or Inbox(settings.INBOX_PATH)


def _find(key: str) -> Mail:
    mail = the_inbox().get(key)
    if mail is None:
        raise Http404("There is no such mail in the inbox.")
    return mail


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the newest mail, or what a search finds."""
    query = request.GET.get("q", "").strip()[:200]
    page = max(1, int(p)) if (p := request.GET.get("page", "1")).isdigit() and len(p) < 7 else 1
    inbox = the_inbox()
    mails = inbox.messages(PAGE + 1, (page - 1) * PAGE, query=query or None)
    return render(
        request,
        "inbox/index.html",
        {
            "mails": mails[:PAGE],
            "total": inbox.count(),
            "query": query,
            "page": page,
            "more": len(mails) > PAGE,
        },
    )


def _linked(text: str) -> str:
    """Return plain text escaped, with its addresses made links."""
    parts, last = [], 0
    for match in _LINK.finditer(text):
        address = escape(match[0])
        parts += [escape(text[last : match.start()]), f'<a href="{address}">{address}</a>']
        last = match.end()
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308 - each part is escaped


@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail: its headers, and its HTML, plain text or whole source."""
    found = _find(key)
    has_html = found.body("html") is not None
    view = request.GET.get("view", "html" if has_html else "text")
    if view not in {"html", "text", "headers"}:
        view = "html"
    text = found.body("plain") or ""
    context = {
        "mail": found,
        "view": view,
        "has_html": has_html,
        "text": _linked(text),
        "headers": [(k, str(v)) for k, v in found.parsed.items()],
    }
    return render(request, "inbox/mail.html", context)


@require_safe
@xframe_options_sameorigin
def html(request: HttpRequest, key: str) -> HttpResponse:
    """Give the HTML part for the frame, its links made to leave the frame."""
    found = _find(key)
    body = found.body("html")
    if body is None:
        raise Http404("This mail has no HTML part.")
    body = _HEAD.sub(lambda head: head[0] + '<base target="_top">', body, count=1)
    response = HttpResponse(body)
    response["Content-Security-Policy"] = MAIL_POLICY
    return response


@require_safe
def source(request: HttpRequest, key: str) -> HttpResponse:
    """Give the mail as it lies in the Maildir, to the byte."""
    response = HttpResponse(_find(key).raw, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = "inline"
    return response

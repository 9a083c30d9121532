"""`POST /api/copy`: copy in from another program. docs/api.md says how it is used.

Errors are problem details (RFC 9457) of the type about:blank, whose `detail` says what to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from matinee.stories import intake, receiving, tokens
from matinee.stories.desk import may_take_in
from matinee.stories.intake.readers import is_feed
from matinee.stories.pages import SectionPage
from matinee.stories.receiving import Taking

LIMIT = 5_000_000  # bytes of a request
TEXTS = ("text/plain", "text/html", "text/markdown")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A_FEED = (
    "This is a feed of several stories. Add its address in the desk, at Copy desk, Feeds and "
    "sitemaps; or send each story by itself."
)


class Problem(Exception):
    """An answer that is no success: status, what to do, further headers."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers

    def response(self) -> JsonResponse:
        """Return it as RFC 9457 has it."""
        told = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.detail,
        }
        return JsonResponse(
            told,
            status=self.status,
            content_type="application/problem+json",
            headers={name.replace("_", "-"): value for name, value in self.headers.items()},
        )


@dataclass(frozen=True)
class Given:
    """What was handed in: bytes of a kind, and where from."""

    raw: bytes
    kind: str
    source: str
    section: str


@csrf_exempt  # no cookie is looked at: the token in the header is all that counts
@never_cache
def copy(request: HttpRequest) -> HttpResponse:
    """Take one page of copy in; answer with what `matinee intake --json` prints, and the draft."""
    try:
        return _take(request)
    except Problem as problem:
        return problem.response()


def _take(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Problem(
            HTTPStatus.METHOD_NOT_ALLOWED, "Send copy by POST.", Allow="POST"
        )  # fmt: skip
    user = _user(request)
    given = _given(request)
    _check_section(given.section, user)
    if is_feed(given.raw):
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, A_FEED)
    taking = receiving.take_bytes(
        given.raw, source=given.source, content_type=given.kind, user=user, section=given.section
    )
    if taking.problem:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, taking.problem)
    return _answer(taking)


def _answer(taking: Taking) -> JsonResponse:
    story = taking.stories[0]
    draft = settings.SITE_URL + reverse("copy_desk:story", args=[story.pk])
    told = {**receiving.as_json(story, taking), "draft": draft, "seen_before": taking.seen_before}
    status = HTTPStatus.OK if taking.seen_before else HTTPStatus.CREATED
    return JsonResponse(
        told, status=status, headers={"Location": draft}, json_dumps_params={"ensure_ascii": False}
    )


def _user(request: HttpRequest) -> Any:
    """Return whose token it is. RFC 6750 has the header and the 401's words."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    row = tokens.find(token.strip()) if scheme.lower() == "bearer" else None
    if row is None:
        raise Problem(
            HTTPStatus.UNAUTHORIZED,
            "Send a token that holds: “Authorization: Bearer matinee_…”. Tokens are made in the "
            "desk, at Copy desk, Tokens.",
            WWW_Authenticate='Bearer realm="matinee"',
        )
    if wait := tokens.count(row):
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"This token has asked {tokens.A_MINUTE} times this minute. Wait {wait} seconds.",
            Retry_After=str(wait),
        )
    if not may_take_in(row.user):
        raise Problem(HTTPStatus.FORBIDDEN, "Who made this token may not make stories any more.")
    return row.user


def _check_section(slug: str, user: Any) -> None:
    if not slug:
        return
    section = SectionPage.objects.filter(slug=slug).first()
    if section is None:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "There is no section of this name here.")
    if not section.permissions_for_user(user).can_add_subpage():
        raise Problem(HTTPStatus.FORBIDDEN, "This token may not make stories in that section.")


def _given(request: HttpRequest) -> Given:
    kind = (request.content_type or "").lower()
    if kind not in (*TEXTS, WORD, "application/json"):
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Send text/plain, text/html, text/markdown, a Word document, or application/json.",
            Accept_Post=", ".join((*TEXTS, WORD, "application/json")),
        )
    raw = _body(request)
    if kind == "application/json":
        return _from_json(raw)
    if kind in TEXTS:
        raw = _in_utf8(raw, (request.content_params or {}).get("charset", ""))
    return Given(raw, kind, "api", request.GET.get("section", ""))


def _body(request: HttpRequest) -> bytes:
    # Read by hand: Django's own limit is for forms, and is smaller than a page may be.
    raw = request.read(LIMIT + 1)
    if len(raw) > LIMIT:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"Copy may be {LIMIT // 1_000_000} MB long. Send its text alone.",
        )
    if not raw.strip():
        raise Problem(HTTPStatus.BAD_REQUEST, "There is nothing in this request.")
    return raw


def _in_utf8(raw: bytes, charset: str) -> bytes:
    """Return text in UTF-8, from the charset that the request names, if it does."""
    if not charset or charset.lower().replace("_", "-") in ("utf-8", "utf8", "us-ascii"):
        return raw
    try:
        return raw.decode(charset).encode()
    except (LookupError, UnicodeError) as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, "The text is not in the charset that the request names."
        ) from error


def _from_json(raw: bytes) -> Given:
    """Read `{"url": …}`, `{"text": …}` or `{"html": …}`, each with `section` if wanted."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Problem(HTTPStatus.BAD_REQUEST, "This is not JSON.") from error
    if not isinstance(told, dict) or not all(isinstance(v, str) for v in told.values()):
        raise Problem(HTTPStatus.BAD_REQUEST, "Send one object whose values are strings.")
    if unknown := sorted(told.keys() - {"url", "text", "html", "section"}):
        named = ", ".join(unknown)[:200]
        raise Problem(HTTPStatus.BAD_REQUEST, f"These names are not known here: {named}.")
    ways = [name for name in ("url", "text", "html") if told.get(name, "").strip()]
    if len(ways) != 1:
        raise Problem(HTTPStatus.BAD_REQUEST, "Give one of “url”, “text” and “html”.")
    section = told.get("section", "")
    if ways == ["url"]:
        return _fetched(told["url"], section)
    kind = "text/plain" if ways == ["text"] else "text/html"
    # JSON may hold halves of surrogate pairs, which no text does.
    return Given(told[ways[0]].encode("utf-8", "replace"), kind, "api", section)


def _fetched(url: str, section: str) -> Given:
    try:
        got = intake.fetch(url)
    except intake.FetchRefused as error:
        why = receiving.why_not(error)
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, why) from error
    return Given(got.body, got.content_type, got.url, section)

"""The preference centre, reached by the link in any of our mails."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from matinee.newsletters.models import Newsletter
from matinee.publication.models import Publication, Territory
from matinee.readers import choosing, owning, use_cases
from matinee.readers.languages import LANGUAGES
from matinee.readers.models import Reader, Subscription
from matinee.readers.request_meta import clean, from_request

PAGE = "readers/preferences.html"
SAID = {
    "saved": "Saved.",
    "paused": "Paused.",
    "resumed": "The pause is over. The next newsletter will reach you.",
    "mailed": "A mail is on its way to this address. Follow the link in it, and the new address "
    "is asked too. If nothing comes, look in the folder for junk; we send at most three such mails "
    "a day.",
    "own": "A mail is on its way to your own address. The link in it works for an hour. If nothing "
    "comes, look in the folder for junk; we send at most three such mails a day.",
}


@csrf_exempt  # the token in the address is what a foreign page cannot know
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def centre(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a reader's choices; POST does what its one button says, then shows them again."""
    reader = choosing.reader_of(token)
    if reader is None:
        return render(request, "readers/no_reader.html", status=404)
    if request.method != "POST":
        done = request.GET.get("said", "")
        return _page(request, token, reader, deed=done, said=SAID.get(done, ""))
    deed = _DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        return _page(request, token, reader, status=400)
    result = deed(request, reader)
    if result.startswith("!"):
        typed = clean(request.POST.get("address", ""), 300)
        return _page(request, token, reader, error=result[1:], typed=typed, status=422)
    return redirect(f"{reverse('readers:preferences', args=[token])}?said={result}")


def _page(
    request: HttpRequest, token: str, reader: Reader, *, status: int = 200, **words: Any
) -> HttpResponse:
    active = set(
        reader.subscriptions.filter(state=Subscription.State.ACTIVE).values_list(
            "newsletter_id", flat=True
        )
    )
    shown = [n for n in Newsletter.objects.exclude(state="proposed") if n.is_open or n.pk in active]
    paused = reader.paused_until if _ahead(reader) else None
    words |= {
        "reader": reader,
        "masked": owning.masked(reader.address),
        "token": token,
        "choices": [(newsletter, newsletter.pk in active) for newsletter in shown],
        "territories": Territory.objects.all(),
        "languages": LANGUAGES,
        "pauses": choosing.PAUSES,
        "paused_until": paused,
        "offers_sentence": Publication.load(request_or_site=request).offers_sentence,
        "change": getattr(reader, "address_change", None),
    }
    return render(request, PAGE, words, status=status)


def _ahead(reader: Reader) -> bool:
    return reader.paused_until is not None and reader.paused_until > timezone.now()


def _choose(request: HttpRequest, reader: Reader) -> str:
    slugs = [clean(s, 50) for s in request.POST.getlist("newsletter")]
    chosen = list(Newsletter.objects.filter(slug__in=slugs).exclude(state="proposed"))
    offers = bool(request.POST.get("offers"))
    use_cases.choose_newsletters(reader, chosen, offers, from_request(request))
    return "saved"


def _details(request: HttpRequest, reader: Reader) -> str:
    territory = request.POST.get("territory", "")
    if not Territory.objects.filter(code=clean(territory, 2)).exists():
        territory = reader.territory
    language = request.POST.get("language", "")
    use_cases.change_details(
        reader,
        name=request.POST.get("name", reader.name),
        territory=territory,
        language=language if language in dict(LANGUAGES) else reader.language,
        meta=from_request(request),
    )
    return "saved"


def _pause(request: HttpRequest, reader: Reader) -> str:
    weeks = request.POST.get("weeks", "")
    number = int(weeks) if weeks.isascii() and weeks.isdecimal() and len(weeks) < 4 else 0
    use_cases.pause(reader, number, from_request(request))
    return "paused" if number else "resumed"


def _move(request: HttpRequest, reader: Reader) -> str:
    typed = clean(request.POST.get("address", ""), 300)
    try:
        use_cases.ask_change_of_address(reader, typed, from_request(request))
    except use_cases.BadAddress:
        return "!That doesn’t look like an email address. Please check it."
    return "mailed"


def _own(request: HttpRequest, reader: Reader) -> str:
    owning.ask(reader, "erase" if request.POST.get("do") == "erase" else "data")
    return "own"


_DEEDS = {
    "newsletters": _choose,
    "details": _details,
    "pause": _pause,
    "address": _move,
    "data": _own,
    "erase": _own,
}

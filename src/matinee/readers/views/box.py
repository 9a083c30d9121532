"""The sign-up box's own address: takes a form, with the script or without."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from matinee.newsletters.models import Newsletter
from matinee.readers import addresses, challenges, limits, origins, stamps, use_cases
from matinee.readers.boxes import Box, State
from matinee.readers.limits import Verdict
from matinee.readers.request_meta import RequestMeta, clean, from_request, page_of
from matinee.readers.stamps import Stamp
from matinee.readers.views.embed import framed
from matinee.readers.views.pages import back_to, kept_nowhere, territory_of

SCRIPT = "X-Matinee-Box"  # sent by box.js, which wants the box alone
EMBEDS = frozenset({"embed", "embed form"})
FORMS = frozenset({"box", "hub", "landing", "story box"}) | EMBEDS
MOST_NEWSLETTERS = 50


@dataclass
class Entry:
    """A form as it came in. Any of it may be anything."""

    typed: str
    newsletters: list[Newsletter]
    box: Box
    stamp: Stamp | None
    keeps: bool
    trapped: bool
    work: str
    meta: RequestMeta
    counted: limits.Limits | None = None


def read_entry(request: HttpRequest) -> Entry:
    """Return what was posted; raises Http404 for a newsletter that does not exist."""
    posted = request.POST
    slugs = [clean(s, 50) for s in posted.getlist("newsletter")[:MOST_NEWSLETTERS]]
    form = posted.get("form", "")
    form = form if form in FORMS else "box"
    stamp = stamps.read(posted.get("stamp", ""))
    newsletters = _newsletters(slugs, stamp)
    shown = newsletters
    if form == "hub":
        shown = list(Newsletter.objects.filter(state=Newsletter.State.OPEN))
    if not shown:
        raise Http404("No such newsletter.")
    # Pressing "Yes, that one" beneath a doubted address takes the suggestion instead.
    typed = posted.get("instead") or posted.get("address", "")
    typed = clean(typed, addresses.LONGEST + 1)
    box = Box(
        shown,
        form=form,
        page=_page(request, form, posted.get("page", "")),
        typed=typed,
        offers=bool(posted.get("offers")),
        chosen=frozenset(n.slug for n in newsletters),
        number=_number(posted.get("box", "")),
        kept=posted.get("stamp", ""),
    )
    return Entry(
        typed=typed,
        newsletters=newsletters,
        box=box,
        stamp=stamp,
        # Pressing the same button again, with the same address, is an answer too.
        keeps=any(posted.get(k) for k in ("keep", "instead")) or posted.get("doubted") == typed,
        trapped=bool(posted.get("website")),
        work=posted.get("altcha", ""),
        meta=from_request(request),
    )


def _page(request: HttpRequest, form: str, posted: str) -> str:
    """Return where the box stood: a path of ours, or a page of a site that the desk allows."""
    elsewhere = origins.known_page(posted) if form in EMBEDS else ""
    return elsewhere or back_to(request, page_of(posted))


def _newsletters(slugs: list[str], stamp: Stamp | None) -> list[Newsletter]:
    """Return those that were named, from what the stamp's query brings along where it does."""
    known = stamp.shown.newsletters if stamp else {}
    if all(slug in known for slug in slugs):
        found = [known[slug] for slug in dict.fromkeys(slugs)]
    else:
        found = list(Newsletter.objects.filter(slug__in=slugs))
    return [n for n in found if n.state != Newsletter.State.PROPOSED]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 1


def take(request: HttpRequest, entry: Entry) -> Box:
    """Do what an entry asks for, if it may; return the box in the state it is in then."""
    box = entry.box
    box.state = _judge(entry)
    if box.state is State.THANKS and not entry.trapped:
        assert entry.stamp is not None
        use_cases.ask(
            entry.typed,
            entry.newsletters,
            offers=box.offers,
            page=box.page,
            form=box.form,
            wording_by_newsletter=entry.stamp.shown.wordings,
            notice=entry.stamp.shown.notice,
            request_meta=entry.meta,
            territory=territory_of(request, entry.stamp.shown.territory),
            language=entry.newsletters[0].language,
            counted=entry.counted,
        )
    return box


def _judge(entry: Entry) -> State:
    """Return the state that an entry leads to. THANKS means: do it."""
    if entry.trapped:
        # It filled the field that no person sees: it is thanked, and nothing happens.
        limits.note_refusal("honeypot")
        return State.THANKS
    if not entry.newsletters:
        return State.NONE_CHOSEN
    if not any(newsletter.is_open for newsletter in entry.newsletters):
        return State.CLOSED
    if entry.stamp is None or entry.stamp.too_quick:
        limits.note_refusal("stamp")
        return State.AGAIN
    try:
        address = addresses.tidy(entry.typed)
    except addresses.BadAddress:
        return State.BAD
    hint = addresses.typo_hint(address)
    if hint and not entry.keeps:
        entry.box.suggestion = hint
        return State.TYPO
    return _count(entry, address)


def _count(entry: Entry, address: str) -> State:
    counted = limits.count_request(addresses.key_of(address), entry.meta.network)
    entry.counted = counted
    if counted.verdict is Verdict.WAIT:
        limits.note_refusal("limit")
        return State.WAIT
    if counted.verdict is Verdict.WORK and not challenges.accept(entry.work):
        limits.note_refusal("work")
        entry.box.challenge = challenges.challenge()
        return State.WORK
    return State.THANKS


@cache
def _thanks() -> str:
    return reverse("readers:thanks")


@csrf_exempt  # why: see stamps.py
@kept_nowhere
@require_POST
def sign_up(request: HttpRequest) -> HttpResponse:
    """Take a sign-up. Answers alike for any address, with a page or, to the script, the box."""
    if not origins.is_own(request):
        return _from_elsewhere(request)
    entry = read_entry(request)
    box = take(request, entry)
    if request.headers.get(SCRIPT):
        return render(request, "readers/_box.html", {"box": box}, status=box.status)
    if box.is_embedded:
        return framed(render(request, "readers/embed.html", {"box": box}, status=box.status))
    if box.state is State.THANKS:
        query = urlencode({"n": entry.box.newsletter.slug, "back": box.page})
        return HttpResponseRedirect(f"{_thanks()}?{query}")
    box.solo = True
    return render(request, "readers/sign_up.html", {"box": box}, status=box.status)


def _from_elsewhere(request: HttpRequest) -> HttpResponse:
    """Take the plain form of an allowed site: nothing is asked for yet.

    What stood around that form we cannot know, and the ledger is to hold the very words that were
    on the screen. So the address goes into our own box, and the reader presses once more there.
    """
    if not origins.is_allowed(request):
        limits.note_refusal("origin")
        return render(request, "readers/foreign.html", status=403)
    entry = read_entry(request)
    box = entry.box
    box.form, box.page, box.kept, box.offers = (
        "embed form",
        origins.page_from(request),
        "",
        False,
    )
    box.state, box.solo = _first_look(entry), True
    return render(request, "readers/sign_up.html", {"box": box}, status=box.status)


def _first_look(entry: Entry) -> State:
    if not any(newsletter.is_open for newsletter in entry.box.newsletters):
        return State.CLOSED
    try:
        address = addresses.tidy(entry.typed)
    except addresses.BadAddress:
        return State.BAD
    entry.box.suggestion = addresses.typo_hint(address) or ""
    return State.TYPO if entry.box.suggestion else State.CHECK


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The thank-you as a page of its own, for readers without scripts. Knows nothing of them."""
    slug = clean(request.GET.get("n", ""), 50)
    newsletter = Newsletter.objects.filter(slug=slug).exclude(state="proposed").first()
    if newsletter is None:
        return redirect("readers:hub")
    box = Box([newsletter], state=State.THANKS, solo=True)
    back = request.GET.get("back", "")
    box.page = origins.known_page(back) or back_to(request, page_of(back))
    return render(request, "readers/sign_up.html", {"box": box})

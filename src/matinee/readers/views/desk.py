"""The desk's pages about readers: the listing, one reader's history and proof, what goes on."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks

from matinee.newsletters.models import Newsletter
from matinee.publication.models import Territory
from matinee.readers import exporting, limits, printing, proof, searching, use_cases
from matinee.readers.models import Note, Reader, Segment, Subscription, Suppression, Tally
from matinee.readers.request_meta import clean

may_see = permission_required("readers.view_reader", raise_exception=True)
may_prove = permission_required("readers.prove_reader", raise_exception=True)
may_erase = permission_required("readers.erase_reader", raise_exception=True)


@never_cache
@may_see
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Readers by address or by filters, fifty at a time."""
    search = searching.Search.read(request.GET)
    found = search.readers().prefetch_related("subscriptions__newsletter")
    before = request.GET.get("before", "")
    if not search.q and before.isascii() and before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: searching.SHOWN + 1])
    more = rows[searching.SHOWN - 1].pk if len(rows) > searching.SHOWN else None
    words = {
        "page_title": "Readers",
        "header_icon": "group",
        "search": search,
        "query": search.query(),
        "readers": rows[: searching.SHOWN],
        "more": more,
        "newsletters": Newsletter.objects.exclude(state="proposed"),
        "states": searching.STATES,
        "territories": Territory.objects.all(),
        "segments": Segment.objects.all(),
    }
    return render(request, "readers/desk/listing.html", words)


@never_cache
@may_see
@require_safe
def reader(request: HttpRequest, number: int) -> HttpResponse:
    """One reader's whole history."""
    found = get_object_or_404(Reader, pk=number)
    words = {
        "page_title": found.address,
        "page_subtitle": f"Reader {found.pk}",
        "header_icon": "user",
        "reader": found,
        "document": proof.document(found),
        "subscriptions": found.subscriptions.select_related("newsletter"),
        "notes": Note.objects.filter(reader=found).order_by("-pk")[:20],
        "suppression": Suppression.objects.filter(address_key=found.address_key).first(),
        # What rooms above know of the reader.
        "panels": [panel(found) for panel in hooks.get_hooks("matinee_reader_panels")],
    }
    return render(request, "readers/desk/reader.html", words)


@never_cache
@may_prove
@require_safe
def prove(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """The consent document: as text to be printed, or as JSON."""
    document = proof.document(get_object_or_404(Reader, pk=number))
    if kind == "json":
        text = json.dumps(document.as_dict(), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="consent-{number}.json"'
        return response
    return render(
        request, "readers/desk/proof.html", {"text": printing.as_text(document), "number": number}
    )


@may_see
@require_POST
def deed(request: HttpRequest, number: int) -> HttpResponse:
    """What an editor does for a reader: suppress, end a subscription, erase."""
    found = get_object_or_404(Reader, pk=number)
    do = request.POST.get("do", "")
    if do == "erase":
        if not request.user.has_perm("readers.erase_reader"):
            raise PermissionDenied
        use_cases.erase(found, "desk")
        messages.success(request, "The reader is erased, and the address suppressed.")
        return redirect("readers_desk")
    if not request.user.has_perm("readers.change_reader"):
        raise PermissionDenied
    if do == "suppress":
        use_cases.suppress(found.address, Suppression.Reason.HAND, "in the desk")
        messages.success(request, "Suppressed: nothing is mailed to this address any more.")
    elif do == "leave":
        subscription = get_object_or_404(
            Subscription, pk=clean_number(request.POST.get("subscription")), reader=found
        )
        use_cases.leave(subscription.pk, "desk")
        messages.success(request, f"The subscription to {subscription.newsletter} is ended.")
    return redirect("readers_desk_reader", number)


def clean_number(text: str | None) -> int:
    """Return a number that was posted, 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


@may_see
@require_POST
def save_segment(request: HttpRequest) -> HttpResponse:
    """Keep the present filters under a name."""
    name = clean(request.POST.get("name", ""), 80)
    query = searching.Search.read(request.POST).query()
    if name:
        Segment.objects.update_or_create(name=name, defaults={"query": query[:1000]})
        messages.success(request, f"Saved as “{name}”.")
    else:
        messages.error(request, "Give the segment a name.")
    return redirect(f"{reverse('readers_desk')}?{query}")


@permission_required("readers.export_reader", raise_exception=True)
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Readers as CSV, streamed."""
    slug = request.GET.get("newsletter", "")
    newsletter = Newsletter.objects.filter(slug=clean(slug, 50)).first()
    response = StreamingHttpResponse(
        exporting.lines(newsletter), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="readers.csv"'
    return response


@may_see
@require_http_methods(["GET", "HEAD"])
def pressure(request: HttpRequest) -> HttpResponse:
    """What goes on at the boxes: sign-ups, what was turned away and why, mail held back."""
    now = timezone.now()
    day = now - timedelta(days=1)
    words: dict[str, Any] = {
        "page_title": "At the sign-up boxes",
        "header_icon": "warning",
        "minute": _sum("all:", now, limits.OVERALL_SECONDS),
        "easy": limits.OVERALL_EASY,
        "busy": Tally.objects.filter(
            bucket__startswith="network:", count__gt=limits.NETWORK_EASY, ends_at__gt=now
        ).count(),
        "refused": _refused(),
        "notes": Note.objects.filter(created_at__gte=day)
        .values("kind", "state")
        .annotate(number=Count("pk"))
        .order_by("kind", "state"),
    }
    return render(request, "readers/desk/pressure.html", words)


def _sum(prefix: str, now: datetime, seconds: int) -> int:
    stretch = f"{int(now.timestamp()) // seconds}"
    found = Tally.objects.filter(bucket__startswith=prefix, bucket__endswith=f":{stretch}")
    return int(found.aggregate(total=Sum("count"))["total"] or 0)


REFUSALS = {
    "honeypot": "Filled the field that no person sees",
    "stamp": "Came back too quickly, or without a stamp",
    "limit": "Too many tries from an address or a network",
    "work": "Were asked for a proof of work and had none",
    "origin": "Came from another site",
}


def _refused() -> list[tuple[str, int]]:
    """Return how often each was turned away in the last seven days or so."""
    counts = dict.fromkeys(REFUSALS, 0)
    for bucket, number in Tally.objects.filter(bucket__startswith="refused:").values_list(
        "bucket", "count"
    ):
        why = bucket.split(":")[1]
        counts[why] = counts.get(why, 0) + number
    return [(REFUSALS.get(why, why), number) for why, number in counts.items()]

"""The whole range of newsletters, and a page for each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from matinee.newsletters.models import Newsletter
from matinee.readers import boxes


@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """Every open newsletter, to sign up to several at once."""
    newsletters = list(Newsletter.objects.filter(state=Newsletter.State.OPEN))
    box = boxes.on_page(request, newsletters, "hub")
    return render(request, "readers/hub.html", {"box": box, "newsletters": newsletters})


@require_safe
def landing(request: HttpRequest, slug: str) -> HttpResponse:
    """One newsletter: what it is, who writes it, when it comes, and its box."""
    published = Newsletter.objects.exclude(state=Newsletter.State.PROPOSED)
    newsletter = get_object_or_404(published, slug=slug)
    box = boxes.on_page(request, [newsletter], "landing")
    # “Europe/London” is for machines; readers elsewhere want to know whose seven o’clock it is.
    place = newsletter.time_zone.rpartition("/")[2].replace("_", " ")
    words = {"newsletter": newsletter, "box": box, "place": place}
    return render(request, "readers/landing.html", words)

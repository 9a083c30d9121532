"""The desk's page of feeds and news sitemaps: what is polled, what came of it, and poll now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matinee.stories import tasks
from matinee.stories.desk import may_take_in
from matinee.stories.forms import SourceForm
from matinee.stories.sources import Source

TITLE = "Feeds and sitemaps"


def _guard(request: HttpRequest) -> None:
    if not may_take_in(request.user):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    crumbs = [
        {"label": "Home", "url": reverse("wagtailadmin_home")},
        {"label": "Copy desk", "url": reverse("copy_desk:index")},
        {"label": TITLE, "url": reverse("copy_desk:sources")},
    ]
    if title != TITLE:
        crumbs.append({"label": title, "url": request.path})
    about = {"page_title": title, "header_title": title, "header_icon": "rotate"}
    return render(request, template, {**context, **about, "breadcrumbs_items": crumbs})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List what is polled, and what each said last."""
    _guard(request)
    sources = Source.objects.select_related("section").annotate(
        stories=Count("entries", filter=Q(entries__story__isnull=False)),
        gone=Count("entries", filter=Q(entries__gone_at__isnull=False)),
    )
    return _page(request, "stories/desk/sources.html", TITLE, sources=sources, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a source; it is asked at once."""
    _guard(request)
    form = SourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        tasks.wake()
        messages.success(request, "Added. It is being asked now; look again in a moment.")
        return redirect("copy_desk:sources")
    return _page(request, "stories/desk/source.html", "Add a feed or sitemap", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a source; a new address is asked as if never seen."""
    _guard(request)
    source = get_object_or_404(Source, pk=pk)
    form = SourceForm(request.POST or None, instance=source)
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        if form.has_changed():
            made.etag, made.last_modified, made.failures = "", "", 0
            made.next_at = timezone.now()
        made.save(
            update_fields=[
                *SourceForm.Meta.fields, "etag", "last_modified", "failures", "next_at"
            ]
        )  # fmt: skip
        tasks.wake()
        messages.success(request, "Saved.")
        return redirect("copy_desk:sources")
    entries = source.entries.select_related("story")[:50]
    return _page(
        request, "stories/desk/source.html", "Change a feed or sitemap",
        form=form, source=source, entries=entries,
    )  # fmt: skip


@require_POST
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the source asked now rather than at its time."""
    _guard(request)
    source = get_object_or_404(Source, pk=pk)
    if not source.on:
        messages.error(request, "This one is switched off. Switch it on first.")
        return redirect("copy_desk:sources")
    Source.objects.filter(pk=pk).update(next_at=timezone.now())
    tasks.wake()
    messages.success(request, "It is being asked. What it says stands here in a moment.")
    return redirect("copy_desk:sources")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop polling for good. The stories that came of it stay."""
    _guard(request)
    get_object_or_404(Source, pk=pk).delete()
    messages.success(request, "Removed. The stories that came from it stay where they are.")
    return redirect("copy_desk:sources")

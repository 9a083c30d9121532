"""The desk's import: bring a file, look at its columns, try it, import it, watch it go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matinee.newsletters.models import Newsletter
from matinee.readers.importing import BadFile, desk
from matinee.readers.importing.peeking import Peek, peek
from matinee.readers.models import ReaderImport
from matinee.readers.request_meta import clean

may_import = permission_required("readers.import_reader", raise_exception=True)
SHOWN = 20
COUNTS = {
    "new": "new readers",
    "added": "known readers who get this newsletter now",
    "unchanged": "have it already",
    "left": "had unsubscribed, and stay away",
    "rejected": "can’t be taken",
}
WHATS = {
    "address": "The address",
    "name": "The name",
    "territory": "The territory (two letters, as GB)",
}


@never_cache
@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """GET shows the form and what was imported; POST keeps a file and goes on to its columns."""
    error, status = "", 200
    newsletters = Newsletter.objects.exclude(state="proposed")
    slug = clean(request.POST.get("newsletter", ""), 50)
    if request.method == "POST":
        newsletter = newsletters.filter(slug=slug).first()
        file = request.FILES.get("file")
        if file is None:
            error = "Choose a file."
        elif newsletter is None:
            error = "Choose a newsletter."
        else:
            try:
                job = desk.keep(file, newsletter, request.user, request.POST.get("basis", ""))
            except BadFile as why:
                error = f"{clean(file.name or '', 80)} can’t be imported. {why}"
            else:
                return redirect("readers_desk_import", job.pk)
        status = 422
    words = {
        "page_title": "Import readers",
        "header_icon": "upload",
        "newsletters": newsletters,
        "chosen": slug,
        "basis": clean(request.POST.get("basis", ""), 500),
        "error": error,
        "jobs": ReaderImport.objects.select_related("newsletter", "made_by")[:SHOWN],
        "most": desk.MOST_BYTES // 2**20,
    }
    return render(request, "readers/desk/imports.html", words, status=status)


@never_cache
@may_import
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One import as it stands: its columns, what a try found, how far it is, how it went."""
    return _page(request, _job(number))


def _job(number: int) -> ReaderImport:
    return get_object_or_404(ReaderImport.objects.select_related("newsletter"), pk=number)


def _page(
    request: HttpRequest, job: ReaderImport, *, error: str = "", status: int = 200
) -> HttpResponse:
    found: Peek | None = None
    if job.state in {"look", "tried", "stopped", "failed"}:
        try:
            found = peek(desk.path_of(job))
        except (BadFile, OSError):
            found = None
    words: dict[str, Any] = {
        "page_title": job.name,
        "page_subtitle": f"Import into {job.newsletter}",
        "header_icon": "upload",
        "job": job,
        "found": found,
        "columns": _columns(found) if found else [],
        "choices": _choices(found, job) if found else [],
        "counts": [(COUNTS[k], job.counts[k], k) for k in COUNTS if k in job.counts],
        "brings": job.counts.get("new", 0) + job.counts.get("added", 0),
        "rejects": desk.rejects_of(job).exists(),
        "error": error,
    }
    return render(request, "readers/desk/import.html", words, status=status)


def _columns(found: Peek) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return each column's name, what it was taken for, and some of its cells."""
    taken = {name: what for what, name in found.found.items()}
    return [
        (name or f"(column {i + 1})", taken.get(name, ""), found.samples[i])
        for i, name in enumerate(found.header)
    ]


def _choices(found: Peek, job: ReaderImport) -> list[dict[str, Any]]:
    """Return, for each thing that can be chosen by hand, the columns and the present one."""
    chosen = {**found.found, **job.corrections}
    return [
        {
            "what": what,
            "label": label,
            "needed": what == "address",
            "options": [
                (i, name or f"(column {i + 1})", name == chosen.get(what))
                for i, name in enumerate(found.header)
            ],
        }
        for what, label in WHATS.items()
    ]


@may_import
@require_POST
def deed(request: HttpRequest, number: int) -> HttpResponse:
    """Try, import, stop or discard."""
    job = _job(number)
    do = request.POST.get("do", "")
    if do == "try":
        return _try(request, job)
    if do == "import" and not desk.start(job, ReaderImport.State.RUN):
        messages.error(request, "Try it first, so that you see what it would do.")
    elif do == "stop":
        desk.stop(job)
        messages.success(request, "It stops after the lines that it has in hand.")
    elif do == "discard" and not job.is_at_work:
        desk.discard(job)
        messages.success(request, "The file is deleted. Readers and ledger stay as they are.")
        return redirect("readers_desk_imports")
    return redirect("readers_desk_import", number)


def _try(request: HttpRequest, job: ReaderImport) -> HttpResponse:
    basis = clean(request.POST.get("basis", ""), 500)
    try:
        job.corrections = desk.corrected(peek(desk.path_of(job)), request.POST.dict())
    except BadFile:
        return _page(request, job, error="Choose the column that holds the address.", status=422)
    except OSError:
        messages.error(request, "The file is gone. Bring it once more.")
        return redirect("readers_desk_imports")
    job.basis = basis
    if not basis:
        return _page(
            request, job, error="Say on what basis these readers may be mailed.", status=422
        )
    if not job.is_at_work:
        job.save(update_fields=["basis", "corrections"])
        desk.start(job, ReaderImport.State.TRY)
    return redirect("readers_desk_import", job.pk)


@never_cache
@may_import
@require_safe
def status(request: HttpRequest, number: int) -> JsonResponse:
    """How far an import is, for the page's progress bar."""
    job = _job(number)
    return JsonResponse({"state": job.state, "percent": job.percent, "at_work": job.is_at_work})


@never_cache
@may_import
@require_safe
def rejects(request: HttpRequest, number: int) -> FileResponse:
    """The lines that were not taken, each with its number and the reason."""
    job = _job(number)
    path = desk.rejects_of(job)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{job.name.removesuffix('.csv')}.rejects.csv",
        content_type="text/csv; charset=utf-8",
    )

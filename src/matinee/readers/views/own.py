"""Pages behind the links that are mailed to a reader's own address: their data, erasure."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from matinee.readers import owning, use_cases
from matinee.readers.request_meta import from_request

OLD = "readers/own_old.html"


@never_cache
@require_safe
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is kept about a reader: a page, or as JSON to take along (`?as=json`)."""
    reader = owning.reader_of("data", token)
    if reader is None:
        return render(request, OLD, status=410)
    if request.GET.get("as") != "json":
        return render(request, "readers/own_data.html", {"reader": reader, "token": token})
    text = json.dumps(use_cases.export(reader), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@csrf_exempt  # the token in the address is what a foreign page cannot know
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks once more; POST erases the reader."""
    reader = owning.reader_of("erase", token)
    if reader is None:
        return render(request, OLD, status=410)
    if request.method != "POST" or request.POST.get("sure") != "yes":
        return render(request, "readers/erase.html", {"reader": reader})
    use_cases.erase(reader, "preferences", from_request(request))
    return render(request, "readers/erase.html", {"done": True})

"""The desk's page that takes films in from a catalogue's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from matinee.films import imports

TITLE = "Import films"
MOST_BYTES = 10 * 2**20  # far over any answer; one is read whole into memory


class FilmsForm(forms.Form):
    """A file, and whether its dates abroad are wanted."""

    file = forms.FileField(
        label="A JSON answer from TMDB or Wikidata",
        help_text="From TMDB, a movie with append_to_response=credits,release_dates. From "
        "Wikidata, Special:EntityData/Q….json, or wbgetentities with the people’s numbers too.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )
    source = ""
    """The file's name, once it was read."""

    kept_only = forms.BooleanField(
        label="Only dates in the territories that we have", required=False, initial=True,
        help_text="Without it every country in the file becomes a territory.",
    )  # fmt: skip

    def clean_file(self) -> str:
        """Return the file's text."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("This file is over 10 MB. One answer is far smaller.")
        self.source = (file.name or "")[:120]
        try:
            return str(file.read(), "utf-8")
        except UnicodeDecodeError as error:
            raise forms.ValidationError("This file is not UTF-8 text, so it is no JSON.") from error


@permission_required("films.add_film", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def import_films(request: HttpRequest) -> HttpResponse:
    """Ask for a file; take its films in, and say what came of each."""
    form = FilmsForm(request.POST or None, request.FILES or None)
    brought: list[imports.Brought] = []
    if request.method == "POST" and form.is_valid():
        try:
            brought = imports.bring(
                form.cleaned_data["file"],
                source=form.source,
                kept_only=form.cleaned_data["kept_only"],
            )
        except imports.UnknownLayout as error:
            form.add_error("file", f"{error} Nothing was changed.")
        else:
            form = FilmsForm(initial={"kept_only": form.cleaned_data["kept_only"]})
    index = reverse("wagtailsnippets_films_film:list")
    context: dict[str, Any] = {
        "form": form,
        "brought": brought,
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "media",
        "breadcrumbs_items": [
            {"label": "Home", "url": reverse("wagtailadmin_home")},
            {"label": "Films", "url": index},
            {"label": TITLE, "url": request.path},
        ],
    }
    return render(request, "films/desk/import.html", context, status=400 if form.errors else 200)

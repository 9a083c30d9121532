"""Forms of the copy desk: giving copy, and editing what was found in it."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms

from matinee.films.models import Film, Release
from matinee.newsletters.models import Newsletter
from matinee.stories.copies import Proposal
from matinee.stories.pages import SectionPage
from matinee.stories.sources import Source

PASTE_LIMIT = 2_000_000


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, as a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files given; none is an empty list."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class PasteField(forms.CharField):
    """Pasted copy. What no database keeps (NUL) is shown as missing, rather than refused."""

    def to_python(self, value: Any) -> str:
        """Return the words with a mark for each NUL in them."""
        return str(super().to_python(value) or "").replace("\x00", "\N{REPLACEMENT CHARACTER}")


class CopyForm(forms.Form):
    """One way or another of giving copy."""

    text = PasteField(
        required=False,
        max_length=PASTE_LIMIT,
        label="Paste copy",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": "A page, as it came"}),
    )
    uploads = FilesField(
        required=False,
        label="Drop files here, or choose them",
        help_text="Text, HTML, a feed, Word (.docx) or Markdown. Each becomes a story.",
    )
    address = forms.URLField(
        required=False,
        label="Or fetch a page",
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for something where nothing was given."""
        cleaned = super().clean() or {}
        pasted = (cleaned.get("text") or "").strip()
        given = pasted or cleaned.get("uploads") or cleaned.get("address")
        if not given and not self.errors:
            raise forms.ValidationError("Paste some copy, choose a file, or give an address.")
        return cleaned


class SourceForm(forms.ModelForm[Source]):
    """A feed or news sitemap to poll."""

    address = forms.URLField(
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="Of an RSS or Atom feed, of a news sitemap, or of an index of sitemaps. "
        "Which it is, we find out.",
        error_messages={
            "invalid": "Give a whole address, such as https://example.com/feed.xml.",
            "unique": "This address is polled already.",
        },
    )

    section = forms.ModelChoiceField(
        SectionPage.objects.order_by("title"),
        required=False,
        empty_label="As each page says, or else Film",
        help_text="Where its stories stand.",
    )

    class Meta:
        model = Source
        fields = ("address", "section", "minutes", "whole_pages", "on")
        error_messages: ClassVar[dict[str, Any]] = {
            "minutes": {"min_value": "Ask no more often than every five minutes."},
        }

    def clean_address(self) -> str:
        """Refuse a name and password in the address: they would stand in the desk for all."""
        address = str(self.cleaned_data["address"])
        if "@" in urlsplit(address).netloc:
            raise forms.ValidationError("Addresses with a name and password are not polled.")
        return address


class HeadlineForm(forms.Form):
    """The headline."""

    text = forms.CharField(label="Headline", max_length=255)


class QuoteForm(forms.Form):
    """A quote."""

    text = forms.CharField(label="Words", widget=forms.Textarea(attrs={"rows": 3}))
    speaker = forms.CharField(label="Who said it", required=False, max_length=160)
    where_said = forms.CharField(label="Where it was said", required=False, max_length=250)


class PictureForm(forms.Form):
    """A picture's words."""

    caption = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    credit = forms.CharField(required=False, max_length=250)
    agency = forms.CharField(required=False, max_length=120)
    alt = forms.CharField(required=False, max_length=300, label="Alternative text")


class PersonForm(forms.Form):
    """Somebody in the story."""

    name = forms.CharField(max_length=160)
    age = forms.IntegerField(required=False, min_value=0, max_value=130)


class ReleaseForm(forms.Form):
    """When a film opens in one territory."""

    territory = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label="Territory",
        error_messages={"invalid": "Two letters, such as GB or US."},
    )
    date = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    precision = forms.ChoiceField(choices=Release.Precision.choices)
    kind = forms.TypedChoiceField(choices=Release.Kind.choices, coerce=int)

    def clean_territory(self) -> str:
        """Return the code in capitals."""
        return str(self.cleaned_data["territory"]).upper()

    def to_data(self) -> dict[str, Any]:
        """Return the release; what an editor typed was not inferred."""
        data = dict(self.cleaned_data)
        return {**data, "date": data["date"].isoformat(), "inferred": []}


class FilmForm(forms.Form):
    """A film."""

    title = forms.CharField(max_length=250)
    year = forms.IntegerField(required=False, min_value=1888, max_value=2100)
    directors = forms.CharField(required=False, help_text="Commas between.")
    cast = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: name as character.",
    )
    source_title = forms.CharField(required=False, label="Based on", max_length=250)
    source_author = forms.CharField(required=False, label="By", max_length=160)
    source_year = forms.IntegerField(required=False, label="Published in", min_value=0)
    source_form = forms.ChoiceField(
        required=False, label="What it is", choices=[("", "not said"), *Film.Form.choices]
    )

    @staticmethod
    def from_data(data: dict[str, Any]) -> dict[str, Any]:
        """Return the form's values for a found film."""
        source = data.get("based_on") or {}
        lines = [
            f"{part['person']} as {part['character']}" if part.get("character") else part["person"]
            for part in data.get("cast") or []
        ]
        return {
            **data,
            "directors": ", ".join(data.get("directors") or []),
            "cast": "\n".join(lines),
            **{f"source_{key}": source.get(key) for key in ("title", "author", "year", "form")},
        }

    def to_data(self) -> dict[str, Any]:
        """Return the film in the shape of contracts.md."""
        data = self.cleaned_data
        source = {key: data[f"source_{key}"] or None for key in ("title", "author", "year", "form")}
        parts = [re.split(r" as ", line, maxsplit=1) for line in data["cast"].splitlines()]
        return {
            "title": data["title"],
            "year": data["year"],
            "directors": [n.strip() for n in data["directors"].split(",") if n.strip()],
            "cast": [
                {"person": p[0].strip(), "character": p[1].strip() if len(p) > 1 else None}
                for p in parts
                if p[0].strip()
            ],
            "based_on": source if source["title"] else None,
        }


class NewsletterForm(forms.Form):
    """A newsletter read out of a sign-up prompt."""

    name = forms.CharField(max_length=120)
    strapline = forms.CharField(required=False, max_length=250)
    author = forms.CharField(required=False, max_length=120)
    cadence = forms.ChoiceField(required=False, choices=Newsletter.Cadence.choices)
    error = forms.CharField(required=False, max_length=200, label="Words for a bad address")
    thanks = forms.CharField(required=False, max_length=250, label="Words of thanks")


FORMS: dict[str, type[forms.Form]] = {
    Proposal.Kind.HEADLINE: HeadlineForm,
    Proposal.Kind.QUOTE: QuoteForm,
    Proposal.Kind.PICTURE: PictureForm,
    Proposal.Kind.PERSON: PersonForm,
    Proposal.Kind.RELEASE: ReleaseForm,
    Proposal.Kind.FILM: FilmForm,
    Proposal.Kind.NEWSLETTER: NewsletterForm,
}


def form_for(proposal: Proposal, data: Any = None) -> forms.Form | None:
    """Return the form that edits the proposal, or None for a kind that is not edited (a note)."""
    kind = FORMS.get(proposal.kind)
    if kind is None:
        return None
    start = proposal.data
    if kind is FilmForm:
        start = FilmForm.from_data(start)
    return kind(data, initial=start, prefix=f"p{proposal.pk}")


def edited(form: forms.Form) -> dict[str, Any]:
    """Return a valid form's proposal data."""
    if isinstance(form, FilmForm | ReleaseForm):
        return form.to_data()
    return {key: None if value == "" else value for key, value in form.cleaned_data.items()}

"""Films and people at the desk."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from matinee.films.models import Film, Person


class FilmViewSet(SnippetViewSet):
    """The list and editor of films, with their credits and releases."""

    model = Film
    icon = "media"
    list_display = (
        "title",
        "year",
        Column("directors", label="Director", accessor=lambda film: ", ".join(film.directors)),
        Column(
            "releases",
            label="Opens in",
            accessor=lambda film: (
                ", ".join(sorted({r.territory_id for r in film.releases.all()})) or "no date yet"
            ),
        ),
    )
    search_fields = ("title",)
    ordering = ("title",)


class PersonViewSet(SnippetViewSet):
    """The list and editor of people."""

    model = Person
    icon = "user"
    panels = (FieldPanel("name"),)
    list_display = ("name", Column("credits", label="Credits", accessor="credits.count"))
    search_fields = ("name",)


class FilmGroup(SnippetViewSetGroup):
    """Both under one heading of the menu."""

    menu_label = "Films"
    menu_icon = "media"
    menu_order = 220
    items = (FilmViewSet, PersonViewSet)


register_snippet(FilmGroup)

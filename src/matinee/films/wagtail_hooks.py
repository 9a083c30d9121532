"""Films and people at the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from matinee.films import desk
from matinee.films.models import Film, Person


class FilmIndex(IndexView):
    """The list of films, with the way to bring some."""

    @property
    def header_buttons(self) -> list[Any]:
        """Add the import to adding one by hand, for those who may."""
        buttons = list(super().header_buttons)
        if self.request.user.has_perm("films.add_film"):
            address = reverse("films_desk_import")
            buttons.append(HeaderButton(desk.TITLE, url=address, icon_name="upload"))
        return buttons


class FilmViewSet(SnippetViewSet):
    """The list and editor of films, with their credits and releases."""

    model = Film
    index_view_class = FilmIndex
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Film]:
        """Return films with what the list shows of them."""
        films: QuerySet[Film] = Film.objects.prefetch_related("credits__person", "releases")
        return films


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


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Mount the import under the desk, behind its login."""
    return [path("films/import/", desk.import_films, name="films_desk_import")]

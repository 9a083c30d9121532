"""The readers room in Wagtail's desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from matinee.readers.forms import OriginForm, SuppressionForm, SuppressionNoteForm
from matinee.readers.models import AllowedOrigin, Reader, Segment, Suppression
from matinee.readers.views import desk, elsewhere, imports

Viewsets = list[ModelViewSet]


class SuppressionViewSet(ModelViewSet):
    """Whom we must not mail. Lifted by deleting."""

    model = Suppression
    icon = "no-view"
    list_display = ["__str__", "reason", "note", "created_at"]
    list_filter = ["reason"]
    inspect_view_enabled = True
    inspect_view_fields = ["reason", "note", "created_at"]
    copy_view_enabled = False
    name = "suppressions"
    url_prefix = "suppressions"

    def get_form_class(self, for_update: bool = False) -> type[SuppressionNoteForm]:
        """Return the form: an address once, never shown again."""
        return SuppressionNoteForm if for_update else SuppressionForm


class OriginViewSet(ModelViewSet):
    """Other sites whose pages may carry our box."""

    model = AllowedOrigin
    icon = "globe"
    list_display = ["origin", "note"]
    copy_view_enabled = False
    name = "signup_origins"
    url_prefix = "signup-origins"
    menu_label = "Other sites"

    def get_form_class(self, for_update: bool = False) -> type[OriginForm]:
        """Return the form that says what is wrong with an origin."""
        return OriginForm


class SegmentViewSet(ModelViewSet):
    """Filters that were saved under a name."""

    model = Segment
    icon = "tag"
    form_fields = ["name"]
    list_display = ["name", "query", "created_at"]
    name = "segments"
    url_prefix = "segments"


SUPPRESSIONS, ORIGINS, SEGMENTS = SuppressionViewSet(), OriginViewSet(), SegmentViewSet()


@hooks.register("register_admin_viewset")
def viewsets() -> Viewsets:
    """Mount the plain tables."""
    return [SUPPRESSIONS, ORIGINS, SEGMENTS]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Mount the room's pages under the desk, behind its login."""
    return [
        path("readers/", desk.listing, name="readers_desk"),
        path("readers/segment/", desk.save_segment, name="readers_desk_segment"),
        path("readers/export.csv", desk.export, name="readers_desk_export"),
        path("readers/boxes/", desk.pressure, name="readers_desk_pressure"),
        path("readers/import/", imports.listing, name="readers_desk_imports"),
        path("readers/import/<int:number>/", imports.one, name="readers_desk_import"),
        path("readers/import/<int:number>/do/", imports.deed, name="readers_desk_import_deed"),
        path(
            "readers/import/<int:number>/status/",
            imports.status,
            name="readers_desk_import_status",
        ),
        path(
            "readers/import/<int:number>/rejects.csv",
            imports.rejects,
            name="readers_desk_import_rejects",
        ),
        path("readers/elsewhere/", elsewhere.page, name="readers_desk_elsewhere"),
        path("readers/<int:number>/", desk.reader, name="readers_desk_reader"),
        path("readers/<int:number>/deed/", desk.deed, name="readers_desk_deed"),
        path(
            "readers/<int:number>/proof/", desk.prove, {"kind": "text"}, name="readers_desk_proof"
        ),
        path(
            "readers/<int:number>/proof.json",
            desk.prove,
            {"kind": "json"},
            name="readers_desk_proof_json",
        ),
    ]


class ImportItem(MenuItem):
    """The import's line of the menu, for those who may import."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown with the right to import readers."""
        return bool(request.user.has_perm("readers.import_reader"))


class ReadersItem(MenuItem):
    """A line of the menu, for those who may see readers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown with the right to view readers."""
        return bool(request.user.has_perm("readers.view_reader"))


class ReadersMenu(SubmenuMenuItem):
    """The room's menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Shown with the right to view readers."""
        return bool(request.user.has_perm("readers.view_reader"))


@hooks.register("register_admin_menu_item")
def menu() -> ReadersMenu:
    """Readers, suppressions, segments, other sites, what goes on at the boxes."""
    lines: list[Any] = [
        ReadersItem("All readers", reverse("readers_desk"), icon_name="group", order=1),
        SEGMENTS.get_menu_item(order=2),
        SUPPRESSIONS.get_menu_item(order=3),
        ReadersItem("At the boxes", reverse("readers_desk_pressure"), icon_name="view", order=4),
        ReadersItem(
            "On other sites", reverse("readers_desk_elsewhere"), icon_name="globe", order=5
        ),
        ImportItem("Import", reverse("readers_desk_imports"), icon_name="upload", order=6),
    ]
    return ReadersMenu("Readers", Menu(items=lines), icon_name="group", order=250)


@hooks.register("register_permissions")
def permissions() -> Any:
    """Let groups be given the room's rights."""
    from django.contrib.auth.models import Permission

    models = [m._meta.model_name for m in (Reader, AllowedOrigin)]
    return Permission.objects.filter(
        content_type__app_label="readers", content_type__model__in=models
    )

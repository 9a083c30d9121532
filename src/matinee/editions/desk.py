"""The desk's own pages for editions: drafting by button, previews side by side, preflight."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from matinee.editions import drafting, linkcheck, polls, preflight, previews, testcopies
from matinee.editions.mjml import PressError
from matinee.editions.models import EditionPage, NewsletterPage
from matinee.newsletters.models import Newsletter
from matinee.readers.addresses import key_of
from matinee.readers.models import Reader
from matinee.stories.models import FrontPage


def _edition(request: HttpRequest, pk: int) -> EditionPage:
    edition = get_object_or_404(EditionPage, pk=pk)
    if not edition.permissions_for_user(request.user).can_edit() and not edition.is_frozen:
        raise PermissionDenied
    return edition


def _header(title: str, thing: EditionPage | Newsletter) -> dict[str, Any]:
    """Return what the desk's frame shows above a page: its title, and the way back."""
    back = [{"url": reverse("wagtailadmin_home"), "label": "Desk"}]
    if isinstance(thing, EditionPage):
        back.append(
            {"url": reverse("wagtailadmin_pages:edit", args=[thing.pk]), "label": str(thing)}
        )
    return {
        "header_title": f"{title}: {thing}",
        "header_icon": "mail",
        "breadcrumbs_items": [*back, {"url": "", "label": title}],
    }


def may_draft(user: Any, newsletter: Newsletter) -> bool:
    """Whether `user` may draft: add pages under the newsletter's archive, or make one."""
    archive = NewsletterPage.objects.filter(newsletter=newsletter).first()
    parent = archive or FrontPage.objects.first()
    return bool(parent and parent.permissions_for_user(user).can_add_subpage())


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, newsletter_id: int) -> HttpResponse:
    """Ask (GET), then draft a newsletter's next edition or the open one again (POST)."""
    newsletter = get_object_or_404(Newsletter, pk=newsletter_id)
    if not may_draft(request.user, newsletter):
        raise PermissionDenied
    again = drafting.open_edition(newsletter) is not None
    if request.method == "GET":
        context = {"newsletter": newsletter, "again": again, **_header("Draft", newsletter)}
        return render(request, "editions/desk/draft.html", context)
    try:
        edition = drafting.draft(newsletter, user=request.user)
    except drafting.DraftingError as error:
        messages.error(request, str(error))
        return redirect("wagtailadmin_home")
    said = "Drafted again. What you had changed is as you left it." if again else "Here is a draft."
    messages.success(request, f"{said} Write the letter, move what you like, then send it.")
    return redirect("wagtailadmin_pages:edit", edition.pk)


@require_GET
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the newest words in every mode at once."""
    edition = _edition(request, pk).latest()
    reader = _reader_asked_for(request)
    shown = [{"mode": f"for-{reader}", "name": "As this reader gets it", "width": 640}] * bool(
        reader
    )
    shown += [
        {"mode": mode, "name": name, "width": 390 if mode in ("dark", "off") else 640}
        for mode, name in edition.preview_modes
        if mode not in (previews.WEB, "phone")
    ]
    context = {
        "edition": edition,
        "modes": shown,
        "places": previews.places(edition),
        "groups": testcopies.groups(),
        "may_see_readers": request.user.has_perm("readers.view_reader"),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[edition.pk]),
        **_header("Previews", edition),
    }
    return render(request, "editions/desk/previews.html", context)


def _reader_asked_for(request: HttpRequest) -> int:
    """Return the number of the reader that an editor who may see readers asks for, else 0."""
    asked = request.GET.get("reader", "")
    allowed = request.user.has_perm("readers.view_reader")
    return int(asked) if allowed and asked.isdecimal() and len(asked) < 19 else 0


@require_POST
def preview_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Find a reader by address, and show the previews with theirs first."""
    _edition(request, pk)
    if not request.user.has_perm("readers.view_reader"):
        raise PermissionDenied
    reader = Reader.objects.filter(address_key=key_of(request.POST.get("address", ""))).first()
    back = reverse("editions_previews", args=[pk])
    if reader is None:
        messages.error(request, "No reader has this address. Look it over once more.")
        return redirect(back)
    return redirect(f"{back}?reader={reader.pk}")


@require_POST
def test_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the newest words to the editor's own address, or to a group of the desk, as a test."""
    edition = _edition(request, pk)
    try:
        said = _send_test(request, edition, request.POST.get("territory", ""))
    except testcopies.NotSent as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("editions_previews", pk)


def _send_test(request: HttpRequest, edition: EditionPage, territory: str) -> str:
    to = request.POST.get("to", "")
    if not to:
        me: Any = request.user
        testcopies.send(edition, me.email, name=me.get_full_name(), territory=territory)
        return "A test copy is on its way to your own address."
    group = next((one for one in testcopies.groups() if str(one.pk) == to), None)
    if group is None:
        raise testcopies.NotSent("This group is gone, or nobody in it has an address.")
    count = testcopies.send_to_group(edition, group, territory=territory)
    return f"Test copies are on their way to {count} in {group.name}."


@require_GET
def preview(request: HttpRequest, pk: int, mode: str) -> HttpResponse:
    """Show the newest words in one mode, for a frame of the page above."""
    if mode.startswith("for-") and not request.user.has_perm("readers.view_reader"):
        raise PermissionDenied
    edition = _edition(request, pk).latest()
    try:
        return previews.answer(edition, mode)
    except KeyError as error:
        raise Http404("There is no such preview.") from error
    except PressError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8")


def findings(edition: EditionPage, *, thorough: bool = False) -> list[dict[str, Any]]:
    """Return preflight's findings with whether each has been ticked off."""
    done = preflight.ticked(edition) if edition.pk else set()
    return [
        {"finding": f, "level": f.level, "ticked": f.key in done}
        for f in preflight.check(edition, thorough=thorough)
    ]


@require_GET
def links(request: HttpRequest, pk: int) -> JsonResponse:
    """Say how far the checking of links to other sites is, for the panel to show."""
    progress = linkcheck.progress(_edition(request, pk).latest())
    return JsonResponse({"done": progress.done, "links": progress.links})


@require_POST
def ask_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Have every link to another site asked again, in the background."""
    count = linkcheck.ask(_edition(request, pk).latest(), fresh=timedelta(0))
    said = f"{count} link{'' if count == 1 else 's'} to other sites will be asked again now."
    messages.success(request, said if count else "The links are being asked already.")
    return redirect("editions_preflight", pk)


@require_GET
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the edition's polls stand."""
    edition = _edition(request, pk)
    context = {
        "edition": edition,
        "tally": polls.tally(edition),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[edition.pk]),
        **_header("Poll", edition),
    }
    return render(request, "editions/desk/polls.html", context)


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what preflight finds; `?thorough=1` asks the DNS and SpamAssassin too."""
    edition = _edition(request, pk)
    thorough = request.GET.get("thorough") == "1"
    found = findings(edition, thorough=thorough)
    context = {
        "edition": edition,
        "findings": found,
        "stops": sum(f["level"] == "stop" for f in found),
        "warnings": sum(f["level"] == "warn" and not f["ticked"] for f in found),
        "thorough": thorough,
        "ticks": edition.ticks.order_by("ticked_at"),
        **_header("Preflight", edition),
    }
    return render(request, "editions/desk/preflight.html", context)


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick one warning off, by name; the record is kept."""
    edition = _edition(request, pk)
    key = (request.POST.get("rule", ""), request.POST.get("where", ""))
    thorough = request.POST.get("thorough") == "1"
    found = next((f for f in preflight.check(edition, thorough=thorough) if f.key == key), None)
    if found is None:
        messages.info(request, "That has been mended meanwhile: nothing to tick off.")
    else:
        try:
            preflight.tick(edition, found, request.user)
        except ValueError as error:
            messages.error(request, str(error))
    address = reverse("editions_preflight", args=[pk])
    return redirect(f"{address}?thorough=1" if thorough else address)

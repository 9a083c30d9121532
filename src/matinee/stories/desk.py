"""The copy desk's views: give copy, see what was found in it, decide. Thin; all POSTs redirect."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from matinee.stories import receiving, review, use_cases
from matinee.stories.copies import Copy, Proposal
from matinee.stories.forms import CopyForm, edited, form_for
from matinee.stories.pages import SectionPage, StoryPage

WAITING = Q(proposals__state=Proposal.State.PROPOSED)


def may_take_in(user: Any) -> bool:
    """Whether the user may make stories in some section, or may once there is one."""
    if user.is_superuser:
        return True
    sections = SectionPage.objects.all()[:50]
    return any(section.permissions_for_user(user).can_add_subpage() for section in sections)


def _story(request: HttpRequest, pk: int) -> StoryPage:
    """Return the story, for those who may edit it; raises PermissionDenied for others."""
    story: StoryPage = get_object_or_404(StoryPage, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return story


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    home = [("Home", reverse("wagtailadmin_home")), ("Copy desk", reverse("copy_desk:index"))]
    return [{"label": Truncator(label).chars(60), "url": url} for label, url in [*home, *more]]


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Take copy by paste, file or address; list what came lately."""
    if not may_take_in(request.user):
        raise PermissionDenied
    form = CopyForm(request.POST, request.FILES) if request.method == "POST" else CopyForm()
    if form.is_bound and form.is_valid():
        answer = _take(request, form.cleaned_data)
        if answer is not None:
            return answer
    stories = (
        StoryPage.objects.filter(raw_copy__isnull=False)
        .annotate(waiting=Count("proposals", filter=WAITING), found=Count("proposals"))
        .select_related("raw_copy")
        .order_by("-raw_copy__received_at", "-pk")[:40]
    )
    context = {
        "form": form,
        "stories": stories,
        "unreadable": Copy.objects.filter(state=Copy.State.UNREADABLE)[:20],
        "page_title": "Copy desk",
        "header_title": "Copy desk",
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": _crumbs(),
    }
    return render(request, "stories/desk/index.html", context)


def _take(request: HttpRequest, given: dict[str, Any]) -> HttpResponse | None:
    """Take in everything given; go to the only story, or stay and say what came of each."""
    takings = receiving.from_form(given, user=request.user)
    stories = [story for taking in takings for story in taking.stories]
    for taking in takings:
        if taking.problem:
            messages.error(request, f"{taking.source}: {taking.problem}")
        if taking.seen_before:
            messages.info(request, "This very copy came in before. Here is the story made of it.")
    if len(stories) == 1 and len(takings) == 1:
        return redirect("copy_desk:story", stories[0].pk)
    if stories:
        count = "1 story was" if len(stories) == 1 else f"{len(stories)} stories were"
        messages.success(request, f"{count} taken in.")
        return redirect("copy_desk:index")
    return None


@require_GET
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy with its finds marked, beside the proposals, each to be decided."""
    page = _story(request, pk)
    context = {
        **review.of(page),
        "may_publish": page.permissions_for_user(request.user).can_publish(),
        "keys": _wants_keys(request.user),
        "page_title": page.title,
        "header_title": page.title,
        "header_icon": "doc-full-inverse",
        "breadcrumbs_items": _crumbs((page.title, reverse("copy_desk:story", args=[pk]))),
    }
    return render(request, "stories/desk/story.html", context)


def _wants_keys(user: Any) -> bool:
    """Whether keys may do things: Wagtail's account page has the switch (WCAG 2.1.4 asks it)."""
    profile = getattr(user, "wagtail_userprofile", None)
    return profile is None or bool(profile.keyboard_shortcuts)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, edit, reject or pull out one proposal."""
    proposal = get_object_or_404(Proposal.objects.select_related("story", "copy"), pk=pk)
    if proposal.story is None:
        raise PermissionDenied
    page = _story(request, proposal.story.pk)
    back = f"{reverse('copy_desk:story', args=[page.pk])}#p{proposal.pk}"
    try:
        _carry_out(request, proposal)
    except use_cases.CannotDecide as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(back)


def _carry_out(request: HttpRequest, proposal: Proposal) -> None:
    deed = request.POST.get("deed")
    if deed == "accept":
        use_cases.accept(proposal, request.user)
    elif deed == "reject":
        use_cases.reject(proposal, request.user)
    elif deed == "pull":
        use_cases.pull_out(proposal, request.user)
    elif deed == "picture":
        use_cases.picture_again(proposal, request.user)
    elif deed == "edit":
        form = form_for(proposal, request.POST)
        if form is None or not form.is_valid():
            problems = form.errors if form else {}
            said = "; ".join(f"{k}: {', '.join(map(str, v))}" for k, v in problems.items())
            raise use_cases.CannotDecide(f"Not changed. {said}")
        use_cases.edit(proposal, edited(form), request.user)
    else:
        raise use_cases.CannotDecide("Nothing was decided: press accept, edit or reject.")


@require_POST
def decide_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept all that waits (or all of a kind), undo, give the headline, or publish."""
    page = _story(request, pk)
    place = ""
    try:
        place = _carry_out_on(request, page)
    except use_cases.CannotDecide as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(reverse("copy_desk:story", args=[pk]) + place)


def _carry_out_on(request: HttpRequest, page: StoryPage) -> str:
    """Do what was pressed; return the place on the page to go back to, such as #p7."""
    deed = request.POST.get("deed")
    if deed == "accept-all":
        use_cases.accept_all(page, request.user)
    elif deed == "accept-kind":
        kind = request.POST.get("kind", "")
        if kind not in Proposal.Kind.values:
            raise use_cases.CannotDecide("Nothing was decided: there is no such kind of proposal.")
        use_cases.accept_all(page, request.user, kind=kind)
        return f"#g-{kind}"
    elif deed == "undo":
        number = request.POST.get("decision", "")
        seen = int(number) if number.isdecimal() else None
        undone = use_cases.undo(page, request.user, number=seen)
        return f"#p{undone.only}" if undone.only else f"#g-{undone.kind}" if undone.kind else ""
    elif deed == "headline":
        use_cases.headline(page, request.POST.get("text", ""), request.user)
    elif deed == "publish":
        if not page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        use_cases.publish(page, request.user)
        messages.success(request, "The story is published.")
    return ""


@require_GET
def received(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy's bytes as they came, as a download: never shown by the browser as a page."""
    if not may_take_in(request.user):
        raise PermissionDenied
    copy = get_object_or_404(Copy, pk=pk)
    response = HttpResponse(bytes(copy.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="copy-{copy.pk}.bin"'
    return response

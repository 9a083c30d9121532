"""The desk's page about other sites: which may carry our box, and what they put into theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matinee.newsletters.models import Newsletter
from matinee.readers import links
from matinee.readers.forms import OriginForm
from matinee.readers.models import AllowedOrigin
from matinee.readers.views.desk import clean_number, may_see

PAGE = "readers/desk/elsewhere.html"


@dataclass(frozen=True)
class Snippets:
    """What another site pastes for one newsletter, best first."""

    newsletter: Newsletter
    element: str
    frame: str
    form: str


def snippets(newsletter: Newsletter) -> Snippets:
    """Return the three ways to show a newsletter's box on another site."""
    name, slug = newsletter.name, newsletter.slug
    landing = links.absolute(reverse("readers:landing", args=[slug]))
    element = format_html(
        '<script src="{}" async></script>\n'
        '<matinee-signup newsletter="{}" label="Sign up: {}">\n'
        '  <a href="{}">Sign up to {}</a>\n'
        "</matinee-signup>",
        links.absolute(reverse("readers:embed_script")),
        slug,
        name,
        landing,
        name,
    )
    frame = format_html(
        '<iframe src="{}" title="Sign up: {}" width="100%" height="420" '
        'style="border: 0" referrerpolicy="strict-origin-when-cross-origin">\n'
        '  <a href="{}">Sign up to {}</a>\n'
        "</iframe>",
        links.absolute(reverse("readers:embed", args=[slug])),
        name,
        landing,
        name,
    )
    form = format_html(
        '<form action="{}" method="post">\n'
        '  <input type="hidden" name="newsletter" value="{}">\n'
        '  <label>Email address <input type="email" name="address" autocomplete="email" '
        'spellcheck="false" maxlength="254" required></label>\n'
        "  <button>{}</button>\n"
        "</form>",
        links.absolute(reverse("readers:sign_up")),
        slug,
        newsletter.button,
    )
    return Snippets(newsletter, str(element), str(frame), str(form))


@never_cache
@may_see
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET shows allowed sites and snippets; POST allows a site, or stops allowing one."""
    form = OriginForm()
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove(request)
    if request.method == "POST":
        if not request.user.has_perm("readers.add_allowedorigin"):
            raise PermissionDenied
        form = OriginForm(request.POST)
        if form.is_valid():
            origin = form.save()
            messages.success(request, f"{origin} may carry the sign-up box now.")
            return redirect("readers_desk_elsewhere")
    words = {
        "page_title": "On other sites",
        "header_icon": "globe",
        "form": form,
        "origins": AllowedOrigin.objects.all(),
        "snippets": [snippets(n) for n in Newsletter.objects.filter(state=Newsletter.State.OPEN)],
    }
    return render(request, PAGE, words, status=422 if form.errors else 200)


def _remove(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("readers.delete_allowedorigin"):
        raise PermissionDenied
    gone = get_object_or_404(AllowedOrigin, pk=clean_number(request.POST.get("origin")))
    gone.delete()
    messages.success(request, f"{gone.origin} may no longer carry the sign-up box.")
    return redirect("readers_desk_elsewhere")

"""The desk's page of tokens for the API: make one, see who uses what, revoke."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from matinee.stories import tokens
from matinee.stories.desk import may_take_in
from matinee.stories.tokens import CopyToken


class TokenForm(forms.Form):
    """What the token is for."""

    name = forms.CharField(
        max_length=80,
        label="What will use it",
        widget=forms.TextInput(attrs={"placeholder": "Our CMS"}),
        error_messages={"required": "Say what will use it, so that you know it again."},
    )


def _own(user: Any) -> Any:
    """A person's own tokens; everybody's for a superuser."""
    rows = CopyToken.objects.select_related("user")
    return rows if user.is_superuser else rows.filter(user=user)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """List the tokens; make one, which is shown this once."""
    if not may_take_in(request.user):
        raise PermissionDenied
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _, made = tokens.make(form.cleaned_data["name"], request.user)
        form = TokenForm()
    context = {
        "form": form,
        "made": made,
        "tokens": _own(request.user)[:200],
        "page_title": "Tokens",
        "header_title": "Tokens",
        "header_icon": "key",
        "breadcrumbs_items": [
            {"label": "Home", "url": reverse("wagtailadmin_home")},
            {"label": "Copy desk", "url": reverse("copy_desk:index")},
            {"label": "Tokens", "url": request.path},
        ],
    }
    return render(request, "stories/desk/tokens.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token."""
    if not may_take_in(request.user):
        raise PermissionDenied
    tokens.revoke(get_object_or_404(_own(request.user), pk=pk))
    messages.success(request, "Revoked. It is refused from now on.")
    return redirect("copy_desk:tokens")

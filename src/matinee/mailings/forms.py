"""The sending sheet's form: when, the warnings passed over by name, and the number typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from matinee.newsletters.models import Newsletter

# Up to so many readers a button is enough; beyond, the number is typed.
TYPE_BEYOND = 1000


class SendingForm(forms.Form):
    """What an editor says on the sheet. `audience` is the number that the sheet showed."""

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("later", "At a time")], widget=forms.RadioSelect, initial="now"
    )
    at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    audience = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    typed = forms.CharField(required=False, max_length=20)
    passed_over = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, newsletter: Newsletter, warnings: Sequence[str] = (), **kwargs: Any
    ) -> None:
        """`warnings` are the names of what preflight warns of; each must be passed over."""
        super().__init__(*args, **kwargs)
        self.newsletter = newsletter
        self.warnings = list(warnings)
        field = self.fields["passed_over"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in self.warnings]

    def clean_at(self) -> datetime | None:
        """Read the time in the newsletter's own zone."""
        at = self.cleaned_data.get("at")
        if at is None:
            return None
        naive = timezone.make_naive(at) if timezone.is_aware(at) else at
        return naive.replace(tzinfo=self.newsletter.zone)

    def clean(self) -> dict[str, Any]:
        """Ask for each warning, for the number beyond a thousand, and for a time to come."""
        data: dict[str, Any] = super().clean() or {}
        left = [name for name in self.warnings if name not in data.get("passed_over", [])]
        if left:
            self.add_error(
                "passed_over", f"Tick each warning that you pass over: {', '.join(left)}."
            )
        if data.get("when") == "later":
            at = data.get("at")
            if at is None:
                self.add_error("at", "Say at what time it is to go.")
            elif at <= timezone.now():
                self.add_error("at", "That time has gone by. Choose a later one.")
        audience = data.get("audience") or 0
        typed = "".join(c for c in data.get("typed", "") if c.isdigit())
        if audience > TYPE_BEYOND and typed != str(audience):
            self.add_error("typed", f"Type the number of readers: {audience:,}.")
        return data

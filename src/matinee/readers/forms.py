"""The desk's forms about readers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from matinee.readers import addresses, origins
from matinee.readers.models import AllowedOrigin, Suppression


class SuppressionNoteForm(forms.ModelForm):  # type: ignore[type-arg]
    """Change why an address is suppressed."""

    class Meta:
        model = Suppression
        fields = ("reason", "note")


class SuppressionForm(SuppressionNoteForm):
    """Suppress an address by hand. Only its keyed hash is kept."""

    address = forms.CharField(
        max_length=254, help_text="Kept as a hash only: it can’t be read here again."
    )
    field_order = ("address", "reason", "note")

    def clean_address(self) -> str:
        """Return the address; refuses what is none, and what is suppressed already."""
        try:
            address = addresses.tidy(self.cleaned_data["address"])
        except addresses.BadAddress as error:
            raise ValidationError("That doesn’t look like an email address.") from error
        if Suppression.objects.filter(address_key=addresses.key_of(address)).exists():
            raise ValidationError("This address is suppressed already.")
        return address

    def save(self, commit: bool = True) -> Any:
        """Keep the keyed hash."""
        self.instance.address_key = addresses.key_of(self.cleaned_data["address"])
        return super().save(commit)


class OriginForm(forms.ModelForm):  # type: ignore[type-arg]
    """Allow another site to carry our box."""

    origin = forms.CharField(
        max_length=250,
        label="Site",
        help_text="As in https://www.example.com: with https, and no page after it.",
        widget=forms.TextInput(attrs={"placeholder": "https://", "spellcheck": "false"}),
    )

    class Meta:
        model = AllowedOrigin
        fields = ("origin", "note")

    def clean_origin(self) -> str:
        """Return it as browsers name it; refuses what is no origin, and one that is allowed."""
        origin = origins.tidy(self.cleaned_data["origin"])
        if AllowedOrigin.objects.filter(origin=origin).exclude(pk=self.instance.pk).exists():
            raise ValidationError("This site is allowed already.")
        return origin

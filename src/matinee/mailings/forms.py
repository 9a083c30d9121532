"""The sending sheet's form: when, the warnings passed over by name, and the number typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from matinee.editions import segments
from matinee.mailings import audience, plans, trials, whom
from matinee.mailings.models import Mailing, Plan
from matinee.mailings.whom import Whom
from matinee.newsletters.models import Newsletter
from matinee.publication.models import Territory

# Up to so many readers a button is enough; beyond, the number is typed.
TYPE_BEYOND = 1000


class CapsForm(forms.Form):
    """How fast it may go: over all, to single domains, and day by day."""

    rate = forms.FloatField(
        required=False,
        min_value=0,
        max_value=1e6,
        label="At most so many letters a second",
        help_text="Over all workers. Empty: as fast as the relay takes them.",
    )
    domains = forms.CharField(
        required=False,
        max_length=2000,
        label="So many a second to single domains",
        help_text="Such as: gmail.com 20, yahoo.com 5",
    )
    domain_rate = forms.FloatField(
        required=False,
        min_value=0,
        max_value=1e6,
        label="So many a second to any other domain",
        help_text="Empty: no cap.",
    )
    warm_up = forms.CharField(
        required=False,
        max_length=600,
        label="Warm-up: so many the first day, the second, …",
        help_text="Such as: 500, 1000, 5000. After the last day there is no limit. Empty: none.",
    )

    def cap_fields(self) -> list[forms.BoundField]:
        """Return the caps' own fields, for a page that shows others too."""
        return [self[name] for name in ("rate", "domains", "domain_rate", "warm_up")]

    def clean_rate(self) -> float:
        """Read nothing as no cap."""
        return self.cleaned_data["rate"] or 0.0

    def clean_domain_rate(self) -> float:
        """Read nothing as no cap."""
        return self.cleaned_data["domain_rate"] or 0.0

    def clean_domains(self) -> dict[str, float]:
        """Read each domain's cap."""
        try:
            return plans.domain_caps(self.cleaned_data["domains"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_warm_up(self) -> list[int]:
        """Read each day's number."""
        try:
            return plans.warm_up_days(self.cleaned_data["warm_up"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def caps_shown(of: Mailing | Plan) -> dict[str, Any]:
    """Return what a CapsForm shows at first."""
    return {
        "rate": of.rate or None,
        "domains": plans.domain_words(of.domain_rates),
        "domain_rate": of.domain_rate or None,
        "warm_up": plans.warm_up_words(of.warm_up),
    }


class SendingForm(CapsForm):
    """What an editor says on the sheet. `audience` is the number that the sheet showed."""

    when = forms.ChoiceField(
        choices=[
            ("now", "Now"),
            ("later", "At a time"),
            ("local", "At each reader's own hour"),
        ],
        widget=forms.RadioSelect,
        initial="now",
    )
    local_time = forms.TimeField(
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    local_day = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.DateTimeField(
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    audience = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    typed = forms.CharField(required=False, max_length=20)
    territories = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    segment = forms.ChoiceField(required=False)
    # Which choice of readers the number was shown for.
    narrowed = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    subject_2 = forms.CharField(required=False, max_length=200, label="Second subject")
    subject_3 = forms.CharField(required=False, max_length=200, label="Third subject")
    subject_4 = forms.CharField(required=False, max_length=200, label="Fourth subject")
    test_share = forms.IntegerField(
        required=False,
        min_value=trials.LEAST_SHARE,
        max_value=trials.MOST_SHARE,
        label="Tried on so many per cent of the readers",
    )
    test_hours = forms.FloatField(
        required=False,
        min_value=trials.LEAST_HOURS,
        max_value=trials.MOST_HOURS,
        label="For so many hours",
    )
    passed_over = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        newsletter: Newsletter,
        own: str = "",
        warnings: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """`own` is the edition's subject, the first of those tried.

        `warnings` are the names of what preflight warns of; each must be passed over.
        """
        super().__init__(*args, **kwargs)
        self.newsletter = newsletter
        self.own = own
        territories, segment = self.fields["territories"], self.fields["segment"]
        assert isinstance(territories, forms.MultipleChoiceField)
        assert isinstance(segment, forms.ChoiceField)
        territories.choices = list(Territory.objects.order_by("name").values_list("code", "name"))
        segment.choices = [("", "All of them"), *segments.choices()]
        self.warnings = list(warnings)
        field = self.fields["passed_over"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, name) for name in self.warnings]

    def trial_fields(self) -> list[forms.BoundField]:
        """Return the fields of a subject test."""
        return [self[f"subject_{n}"] for n in (2, 3, 4)]

    @property
    def whom(self) -> Whom:
        """Whom the fields as they stand mean; everybody where they make no sense."""
        codes = self["territories"].value() or []
        try:
            return whom.read(codes, str(self["segment"].value() or ""))
        except whom.NoSuchReaders:
            return whom.EVERYBODY

    def _clean_trial(self, data: dict[str, Any]) -> None:
        """Gather the other subjects, and see that there are readers enough to try them on."""
        others = [data.get(f"subject_{n}", "").strip() for n in (2, 3, 4)]
        data["subjects"] = [words for words in others if words]
        data["test_share"] = data.get("test_share") or 20
        data["test_hours"] = data.get("test_hours") or 4.0
        if not data["subjects"]:
            return
        plan = Plan(
            subjects=data["subjects"],
            test_share=data["test_share"],
            test_hours=data["test_hours"],
            local_time=data.get("local_time") if data.get("when") == "local" else None,
        )
        try:
            trials.check(plan, self.own, audience.count(self.newsletter, self.whom))
        except trials.NoTest as error:
            self.add_error("subject_2", str(error))

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
        if data.get("when") == "local":
            self._clean_local(data)
        self._clean_trial(data)
        shown = data.get("audience") or 0
        if (data.get("narrowed") or whom.EVERYBODY.key) != self.whom.key:
            now = audience.count(self.newsletter, self.whom)
            self.add_error(
                None, f"With your choice of readers it goes to {now:,}. Look, and press again."
            )
        typed = "".join(c for c in data.get("typed", "") if c.isdigit())
        if shown > TYPE_BEYOND and typed != str(shown):
            self.add_error("typed", f"Type the number of readers: {shown:,}.")
        return data

    def _clean_local(self, data: dict[str, Any]) -> None:
        if "local_time" in data and data["local_time"] is None:
            self.add_error("local_time", "Say at what hour it is to go.")
        today = timezone.now().astimezone(self.newsletter.zone).date()
        if "local_day" in data and data["local_day"] is None:
            data["local_day"] = today
        # Where readers live it may still be yesterday, or gone by: those get it at once.
        if data.get("local_day") and data["local_day"] < today:
            self.add_error("local_day", "That day has gone by. Choose today or a later one.")

"""The desk's pages of sending: the sheet, the live progress, and the deeds. Thin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from matinee.editions import preflight, states
from matinee.editions.models import EditionPage
from matinee.mailings import (
    audience,
    control,
    doubt,
    holds,
    odds,
    plans,
    progress,
    sending,
    status,
    trials,
    waves,
    whom,
)
from matinee.mailings.forms import TYPE_BEYOND, CapsForm, SendingForm, caps_shown
from matinee.mailings.models import Mailing

DOUBTFUL_A_PAGE = 100


def _edition(request: HttpRequest, edition_id: int) -> EditionPage:
    """Return the edition; raises PermissionDenied unless this editor may publish it."""
    edition = get_object_or_404(EditionPage, pk=edition_id)
    if not edition.permissions_for_user(request.user).can_publish():
        raise PermissionDenied("Sending an edition needs the right to publish it.")
    return edition


def _mailing(request: HttpRequest, edition_id: int) -> Mailing:
    edition = _edition(request, edition_id)
    return get_object_or_404(Mailing.objects.select_related("edition"), edition=edition)


def _name(finding: preflight.Finding) -> str:
    """Return how a warning is called where it is ticked off."""
    return f"{finding.where}: {finding.why}"


@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show the sending sheet; a POST starts or schedules the edition."""
    edition = _edition(request, edition_id)
    if Mailing.objects.filter(edition=edition).exists():
        return redirect("mailings_progress", edition_id)
    findings = preflight.check(edition)
    ticked = preflight.ticked(edition)
    warnings = {_name(f): f for f in findings if f.level == "warn" and f.key not in ticked}
    own = edition.latest().subject
    form = SendingForm(
        request.POST or None,
        newsletter=edition.newsletter,
        own=own,
        warnings=list(warnings),
        initial=_shown(edition),
    )
    readers = audience.count(edition.newsletter, form.whom)
    if request.method == "POST" and form.is_valid():
        try:
            for name in form.cleaned_data["passed_over"]:
                preflight.tick(edition, warnings[name], request.user)
            return _deed_of_sheet(request, edition, form)
        except (sending.Refused, states.NotAllowedError, ValueError) as error:
            form.add_error(None, str(error))
    return render(
        request,
        "mailings/sheet.html",
        {
            "edition": edition,
            "subject": own,
            "form": form,
            "whom": form.whom,
            "rule": trials.RULE,
            "needed": odds.readers_needed(),
            "findings": findings,
            "stops": [f for f in findings if f.level == "stop"],
            "warnings": list(warnings.items()),
            "ticked": [f for f in findings if f.level == "warn" and f.key in ticked],
            "notes": [f for f in findings if f.level == "note"],
            "readers": readers,
            "territories": audience.by_territory(edition.newsletter),
            "mailable": audience.count(edition.newsletter),
            "must_type": readers > TYPE_BEYOND,
            "header_title": f"Send {edition}",
        },
        status=422 if form.is_bound else 200,
    )


def _shown(edition: EditionPage) -> dict[str, Any]:
    """Return what the sheet shows at first: the plan kept with an edition that is scheduled."""
    plan = plans.of(edition)
    return {
        **caps_shown(plan),
        "territories": plan.territories,
        "segment": str(plan.segment_number or ""),
        **{f"subject_{n}": words for n, words in enumerate(plan.subjects, 2)},
        "test_share": plan.test_share,
        "test_hours": plan.test_hours,
        "when": "local" if plan.local_time else "now",
        "local_time": plan.local_time or edition.newsletter.send_time,
        "local_day": plan.local_day or timezone.now().astimezone(edition.newsletter.zone).date(),
    }


def _deed_of_sheet(request: HttpRequest, edition: EditionPage, form: SendingForm) -> HttpResponse:
    said = form.cleaned_data
    local = said["when"] == "local"
    plan = plans.keep(
        edition,
        local_time=said["local_time"] if local else None,
        local_day=said["local_day"] if local else None,
        rate=said["rate"],
        domain_rate=said["domain_rate"],
        domain_rates=said["domains"],
        warm_up=said["warm_up"],
        subjects=said["subjects"],
        test_share=said["test_share"],
        test_hours=said["test_hours"],
        territories=list(form.whom.territories),
        segment_number=form.whom.segment,
    )
    first = waves.first_moment(plan, edition.newsletter)
    if first and first > timezone.now():
        at = first.astimezone(edition.newsletter.zone)
        states.schedule(edition, at, request.user)
        messages.success(
            request,
            f"“{edition}” goes out at {plan.local_time:%H:%M} where each reader is; "
            f"the first at {at:%H:%M on %-d %B}, {edition.newsletter.time_zone} time.",
        )
        return redirect("wagtailadmin_pages:edit", edition.pk)
    if form.cleaned_data["when"] == "later":
        states.schedule(edition, form.cleaned_data["at"], request.user)
        messages.success(
            request, f"“{edition}” goes out at {form.cleaned_data['at']:%-d %B, %H:%M}."
        )
        return redirect("wagtailadmin_pages:edit", edition.pk)
    sending.start(edition, user=request.user)
    return redirect("mailings_progress", edition.pk)


@never_cache
@require_GET
def audience_json(request: HttpRequest, edition_id: int) -> JsonResponse:
    """Answer with how many readers a choice of territories and segment leaves, for the sheet."""
    edition = _edition(request, edition_id)
    try:
        chosen = whom.read(request.GET.getlist("territories"), request.GET.get("segment", ""))
        readers, words = audience.count(edition.newsletter, chosen), chosen.words
    except whom.NoSuchReaders as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"readers": readers, "key": chosen.key, "words": words})


@never_cache
@require_GET
def progress_page(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show how the mailing goes; its script asks `status_json` each second."""
    mailing = _mailing(request, edition_id)
    pages: Paginator[doubt.Told] = Paginator(doubt.listing(mailing), DOUBTFUL_A_PAGE)
    return render(
        request,
        "mailings/progress.html",
        {
            "mailing": mailing,
            "edition": mailing.edition,
            "counts": status.counts(mailing),
            "settled": sum(status.counts(mailing)[name] for name in progress.SETTLED),
            "rate": status.rate(mailing),
            "sentence": progress.sentence(mailing),
            "doubtful": pages.get_page(request.GET.get("p")),
            "failed": doubt.failed(mailing)[:DOUBTFUL_A_PAGE],
            "deeds": sending.deeds(mailing),
            "holds": [] if mailing.is_over else holds.told(mailing),
            "trial": trials.of(mailing),
            "caps": CapsForm(initial=caps_shown(mailing)),
            "can_cancel": sending.can_cancel(mailing),
            "header_title": f"Sending {mailing.edition}",
        },
    )


@never_cache
@require_GET
def status_json(request: HttpRequest, edition_id: int) -> JsonResponse:
    """Answer with the mailing's counts, for the progress page's script."""
    mailing = _mailing(request, edition_id)
    return JsonResponse(
        {**status.of_mailing(mailing), "seconds_left": status.seconds_left(mailing)}
    )


def _resend(mailing: Mailing, request: HttpRequest) -> str:
    chosen = [int(word) for word in request.POST.getlist("delivery") if word.isdigit()]
    count = sending.resend_unknown(mailing, request.user, deliveries=chosen or None)
    return f"Sending again to {count} in doubt." if count else "Nobody was in doubt any more."


def _caps(mailing: Mailing, request: HttpRequest) -> str:
    form = CapsForm(request.POST)
    if not form.is_valid():
        wrong = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        raise control.NotPossible(f"Nothing was changed. {wrong}")
    said = form.cleaned_data
    if said["rate"] != mailing.rate:
        control.set_rate(mailing, said["rate"], request.user)
    if (said["domains"], said["domain_rate"]) != (mailing.domain_rates, mailing.domain_rate):
        control.set_domain_caps(mailing, said["domains"], said["domain_rate"], request.user)
    if said["warm_up"] != mailing.warm_up:
        control.set_warm_up(mailing, said["warm_up"], request.user)
    return "Changed. Workers go by it from now on."


def _choose(mailing: Mailing, request: HttpRequest) -> str:
    word = request.POST.get("arm", "")
    if trials.choose(mailing, int(word) if word.isdecimal() else 0, user=request.user):
        return f"Everybody else gets subject {mailing.winner}."
    return f"Subject {mailing.winner} had been chosen already."


def _say(deed: Callable[[Mailing, Any], Mailing], words: str) -> Callable[..., str]:
    def do(mailing: Mailing, request: HttpRequest) -> str:
        deed(mailing, request.user)
        return words

    return do


DEEDS: dict[str, Callable[[Mailing, HttpRequest], str]] = {
    "pause": _say(control.pause, "Paused. What was on the wire has been finished."),
    "resume": _say(control.resume, "Going on where it was."),
    "stop": _say(control.stop, "Stopped. Those who were waiting have not been mailed."),
    "slower": _say(control.slower, "Slower."),
    "faster": _say(control.faster, "Faster."),
    "resend": _resend,
    "caps": _caps,
    "choose": _choose,
}


@require_POST
def deed(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Do what the pressed button says, and go back to the progress page."""
    mailing = _mailing(request, edition_id)
    name = request.POST.get("deed", "")
    try:
        if name == "cancel":
            sending.cancel(mailing, request.user)
            messages.success(
                request, "Taken back. Nobody was mailed; the edition is a draft again."
            )
            return redirect("wagtailadmin_pages:edit", edition_id)
        if name not in DEEDS:
            return HttpResponse("There is no such deed.", status=400, content_type="text/plain")
        messages.success(request, DEEDS[name](mailing, request))
    except (control.NotPossible, sending.Refused, trials.NoTest) as error:
        messages.error(request, str(error))
    return redirect("mailings_progress", edition_id)

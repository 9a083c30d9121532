"""What holds letters up because people want it so, in words: caps, warm-up, each wave's hour."""

from __future__ import annotations

from datetime import datetime

from matinee.mailings import clock, trials, waves
from matinee.mailings.models import DomainPace, Mailing
from matinee.mailings.pace import DAY

# Of domains with no cap of their own, so many that wait longest are named.
MOST_NAMED = 5


def told(mailing: Mailing) -> list[str]:
    """Return a sentence for each cap that is set, and for each wave; none where nothing holds."""
    now = clock.database_now()
    said = [f"At most {mailing.rate:g} a second over all workers."] if mailing.rate else []
    said += _domains(mailing, now)
    said += _warm_up(mailing, now)
    if mailing.test_hours:
        return said + trials.held(mailing)
    return said + [wave.sentence for wave in waves.told(mailing)]


def _domains(mailing: Mailing, now: datetime) -> list[str]:
    ahead = dict(
        DomainPace.objects.filter(mailing=mailing, paced_until__gt=now.timestamp() + 1)
        .order_by("-paced_until")
        .values_list("domain", "paced_until")
    )
    caps = {name: rate for name, rate in sorted(mailing.domain_rates.items()) if rate}
    said = []
    for name, rate in caps.items():
        said.append(f"{name}: {rate:g} a second{_until(mailing, ahead.get(name))}.")
    if rest := mailing.domain_rate:
        said.append(f"Every{' other' if caps else ''} domain: {rest:g} a second.")
        others = [name for name in ahead if name not in mailing.domain_rates]
        said += [f"{name} waits{_until(mailing, ahead[name])}." for name in others[:MOST_NAMED]]
    return said


def _until(mailing: Mailing, at: float | None) -> str:
    if at is None:
        return ""
    return f", booked until {datetime.fromtimestamp(at, mailing.newsletter.zone):%H:%M:%S}"


def _warm_up(mailing: Mailing, now: datetime) -> list[str]:
    day = max(0, (now - mailing.started_at) // DAY)
    if day >= len(mailing.warm_up):
        return []
    share = int(mailing.warm_up[day])
    used = mailing.warm_used if mailing.warm_day == day else 0
    if used < share:
        return [f"Warm-up: {used:,} of today's {share:,} used."]
    on = (mailing.started_at + DAY * (day + 1)).astimezone(mailing.newsletter.zone)
    today = now.astimezone(mailing.newsletter.zone).date()
    when = "tomorrow" if (on.date() - today).days == 1 else "today"
    return [f"Today's warm-up of {share:,} is used up; it goes on {when} at {on:%H:%M}."]

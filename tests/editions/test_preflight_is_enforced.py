"""Stops can't be passed over; warnings are ticked off by name, and that is recorded."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from matinee.editions import preflight
from matinee.editions.models import PreflightTick
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


def test_a_warning_stands_until_somebody_ticks_it_off_and_their_name_is_kept() -> None:
    edition = newsroom.sound_edition()
    edition.preheader = ""
    edition.save_revision()
    (warning,) = preflight.standing(edition, now=newsroom.NOW)
    user = User.objects.create_user("ines", first_name="Ines", last_name="Vale")
    preflight.tick(edition, warning, user)
    assert preflight.standing(edition, now=newsroom.NOW) == []
    kept = PreflightTick.objects.get()
    assert (kept.rule, kept.ticked_by) == ("preheader", "Ines Vale")
    assert kept.why == warning.why


def test_ticking_twice_keeps_one_record() -> None:
    edition = newsroom.sound_edition()
    edition.preheader = ""
    edition.save_revision()
    (warning,) = preflight.standing(edition, now=newsroom.NOW)
    preflight.tick(edition, warning, None)
    preflight.tick(edition, warning, None)
    assert PreflightTick.objects.get().ticked_by == "the command line"


def test_a_stop_cannot_be_ticked_off() -> None:
    edition = newsroom.sound_edition()
    edition.subject = ""
    edition.save_revision()
    (stop,) = preflight.stops(edition, now=newsroom.NOW)
    with pytest.raises(ValueError, match="must be mended"):
        preflight.tick(edition, stop, None)
    assert not PreflightTick.objects.exists()


def test_the_gravest_come_first() -> None:
    edition = newsroom.sound_edition()
    edition.subject, edition.preheader = "", ""
    edition.save_revision()
    found = [str(f.level) for f in preflight.check(edition, now=newsroom.NOW)]
    assert found == sorted(found, key=["stop", "warn", "note"].index)

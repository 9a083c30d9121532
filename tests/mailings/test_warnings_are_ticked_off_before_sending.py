"""An edition does not go while a warning stands that nobody has ticked off by name."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from matinee.editions import preflight
from matinee.editions.models import PreflightTick
from matinee.mailings import sending
from matinee.mailings.models import Mailing
from tests.mailings.sending_help import edition_for

pytestmark = pytest.mark.django_db


def shouting() -> Any:
    """Return an edition whose subject preflight warns of."""
    edition = edition_for(3)
    edition.subject = "NOBODY EVER WATCHES THE EXITS"
    edition.save_revision()
    assert {one.level for one in preflight.standing(edition)} == {"warn"}
    return edition


def send(edition: Any, *options: str) -> None:
    call_command("edition", "send", str(edition.pk), "--detach", *options, stdout=StringIO())


def test_the_command_line_says_each_warning_that_it_passes_over_and_writes_it_down(
    capsys: pytest.CaptureFixture[str],
) -> None:
    edition = shouting()
    warnings = preflight.standing(edition)
    send(edition)
    told = capsys.readouterr().err
    assert Mailing.objects.count() == 1
    for one in warnings:
        assert f"Passed over, and written down: {one.rule}" in told
    assert {tick.rule for tick in PreflightTick.objects.all()} == {one.rule for one in warnings}


def test_strictly_a_standing_warning_is_named_and_nothing_is_started() -> None:
    edition = shouting()
    rule = preflight.standing(edition)[0].rule
    with pytest.raises(CommandError) as told:
        send(edition, "--strict")
    assert rule in str(told.value)
    assert f"--pass-over {rule}" in str(told.value)
    assert "\n" not in str(told.value)
    assert not Mailing.objects.exists()
    assert not PreflightTick.objects.exists()


def test_passed_over_by_name_it_goes_and_that_is_written_down() -> None:
    edition = shouting()
    rules = sorted({one.rule for one in preflight.standing(edition)})
    send(edition, *(f"--pass-over={rule}" for rule in rules))
    assert Mailing.objects.get().audience == 3
    ticks = PreflightTick.objects.all()
    assert sorted({tick.rule for tick in ticks}) == rules
    assert {tick.ticked_by for tick in ticks} == {"the command line"}


def test_a_name_that_no_warning_has_is_refused_and_ticks_nothing() -> None:
    edition = shouting()
    rule = preflight.standing(edition)[0].rule
    with pytest.raises(CommandError, match="No warning is called everything"):
        send(edition, f"--pass-over={rule}", "--pass-over=everything")
    assert not PreflightTick.objects.exists()


def test_a_stop_cannot_be_passed_over() -> None:
    edition = shouting()
    edition.subject = ""
    edition.save_revision()
    stop = preflight.stops(edition)[0]
    with pytest.raises(sending.Refused, match="No warning is called"):
        sending.pass_over(edition, [stop.rule])
    with pytest.raises(sending.Refused, match="Preflight stops"):
        sending.start(edition, over_warnings=True)

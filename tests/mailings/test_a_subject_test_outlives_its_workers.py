"""A subject test with real processes: two senders, one killed while the rest wait; each once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.mailings.sending_help import House, assert_accounted_for, recording_sink, wait_for

READERS = 800
CHOOSE = """
import sys, django
django.setup()
from matinee.mailings import trials
from matinee.mailings.models import Mailing
mailing = Mailing.objects.get(edition_id=int(sys.argv[1]))
print(trials.choose(mailing, 2), mailing.waves.get(arm=0).subject)
"""


def test_the_rest_waits_through_a_kill_and_gets_the_choice_once(
    build: Callable[[str], House], tmp_path: Path
) -> None:
    with recording_sink(tmp_path) as sink:
        house = build(sink.url)
        edition = house.furnish(READERS)
        tried = ("--subject", "Who is minding the exits?", "--test-share", "50")
        first = house.matinee("edition", "send", edition, *tried)
        wait_for(lambda: len(sink.lines()) > 10, 60)
        second = house.matinee("edition", "send", edition)
        wait_for(lambda: house.counts(edition).get("sent", 0) > READERS * 0.4, 60)
        counts = house.counts(edition)
        assert counts["state"] == "running"
        assert 0 < counts["waiting"] < READERS * 0.6
        assert any("wait for the subject test" in line for line in counts["holds"])
        first.kill()
        first.communicate()
        before = len(sink.lines())
        choosing = house.python("-c", CHOOSE, edition)
        assert choosing.communicate(timeout=60)[0].split(maxsplit=1)[0] == "True"
        _, trouble = second.communicate(timeout=120)
        assert second.returncode == 0, trouble
        assert before < READERS
        assert_accounted_for(house, sink, edition, unknown_at_most=0)
        assert len(sink.lines()) == READERS

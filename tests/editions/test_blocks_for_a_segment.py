"""A block for a segment reaches its readers and nobody else, and filling stays joining."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError

from matinee.editions import press, previews, segments, states, testcopies
from matinee.editions.blocks import OnlyForBlock
from matinee.editions.models import EditionPage
from matinee.editions.preflight.finding import Finding, Looked
from matinee.editions.preflight.segments import segment as rule
from matinee.mailings.letters import Desk
from matinee.mailings.models import Mailing
from matinee.mailings.windows import Row
from matinee.post.letter import Letter
from matinee.readers.models import Reader, Segment
from matinee.readers.use_cases import import_reader
from tests.editions import newsroom

pytestmark = pytest.mark.django_db


INNER = {"type": "divider", "value": None, "id": "d"}


def only_for(words: str, territory: str = "", segment: Any = "", n: int = 0) -> dict[str, Any]:
    text = {"heading": "", "words": f"<p>{words} <a href='https://x.example/{n}'>there</a></p>"}
    value = {
        "territory": territory,
        "segment": str(segment),
        "content": [{"type": "text", "value": text, "id": f"inner-{n}"}],
        "why": "",
    }
    return {"type": "only_for", "value": value, "id": f"only-{n}"}


def edition(*blocks: dict[str, Any]) -> EditionPage:
    made = newsroom.sound_edition()
    body = made.body.get_prep_value()
    return newsroom.with_body(made, [body[0], *blocks, *body[1:]])


def reader(address: str, source: str, territory: str = "") -> Reader:
    made = import_reader(
        address, [newsroom.Newsletter.objects.get()], basis="Asked at the box office"
    )
    Reader.objects.filter(pk=made.pk).update(source=source, territory=territory)
    return Reader.objects.get(pk=made.pk)


def critics() -> Segment:
    return Segment.objects.create(name="Critics", query="source=%2Ffestival")


def friends() -> Segment:
    return Segment.objects.create(name="Friends", query="territory=GB")


def letters(made: EditionPage, *people: Reader) -> list[str]:
    """Return each reader's letter, both parts, as mailings fills it a window at a time."""
    frozen = states.start_sending(made)
    mailing = Mailing.objects.create(edition=frozen, newsletter=frozen.newsletter)
    rows = [
        Row(n, person.subscriptions.get().pk, person.pk, person.territory, "en-GB", 0, "waiting",
            person.address, "")
        for n, person in enumerate(people, start=1)
    ]  # fmt: skip
    desk = Desk(mailing)
    desk.meet(rows)
    out = []
    for row in rows:
        message = message_from_bytes(desk.address(row).fill(), policy=policy.default)
        assert not message.defects
        out.append("".join(part.get_content() for part in message.iter_parts()))
    assert all("\ue000" not in said for said in out)
    return out


def test_each_reader_gets_the_blocks_of_their_own_segments_in_both_parts() -> None:
    chosen, other = critics(), friends()
    made = edition(
        only_for("For those who write.", segment=chosen.pk, n=1),
        only_for("For those near us.", segment=other.pk, n=2),
    )
    both, first, second, neither = letters(
        made,
        reader("a@example.net", "/festival/2024/", "GB"),
        reader("b@example.net", "/festival/", "US"),
        reader("c@example.net", "/film/", "GB"),
        reader("d@example.net", "/film/"),
    )
    assert both.count("For those who write.") == both.count("For those near us.") == 2
    assert first.count("For those who write.") == 2
    assert "near us" not in first
    assert "who write" not in second
    assert second.count("For those near us.") == 2
    assert "who write" not in neither
    assert "near us" not in neither
    assert all("this was a week of boats" in said for said in (both, first, second, neither))


def test_a_block_for_a_segment_in_a_territory_wants_both() -> None:
    chosen = critics()
    made = edition(only_for("Writers in Britain.", territory="GB", segment=chosen.pk))
    here, there, elsewhere = letters(
        made,
        reader("a@example.net", "/festival/", "GB"),
        reader("b@example.net", "/festival/", "US"),
        reader("c@example.net", "/film/", "GB"),
    )
    assert "Writers in Britain." in here
    assert "Writers in Britain." not in there + elsewhere


def test_a_window_costs_one_query_a_segment(
    django_assert_num_queries: Any,
) -> None:
    chosen = critics()
    newsroom.busy_week()
    people = [reader(f"r{n}@example.net", "/festival/") for n in range(5)]
    with django_assert_num_queries(2):  # the segment, and who is in it
        found = segments.matched([chosen.pk], [p.pk for p in people])
    assert set(found.values()) == {frozenset({chosen.pk})}


def test_cutting_gives_the_same_bytes_as_pressing_without_the_block() -> None:
    chosen = critics()
    made = edition(only_for("For those who write.", segment=chosen.pk))
    whole = press.variant(made)
    assert segments.in_letter(whole.letter) == {chosen.pk}
    without = segments.cut(whole.letter, [])
    kept = Letter.from_bytes(without.to_bytes())
    assert not segments.in_letter(kept)
    body = newsroom.with_body(made, [b for b in made.body.get_prep_value() if b["id"] != "only-0"])
    bare = press.variant(body)
    html, text = press.filled(whole, meant=[])
    assert text == press.filled(bare)[1]
    assert "those who write" not in html
    assert "those who write" in press.filled(whole)[0]
    assert whole.size > len(without.fill(press.sample()))


def test_the_web_version_shows_what_everyone_gets(client: Client) -> None:
    chosen = critics()
    made = edition(
        only_for("For those who write.", segment=chosen.pk, n=1),
        only_for("For Britain.", territory="GB", n=2),
    )
    frozen = states.start_sending(made)
    html = client.get(frozen.get_url()).content.decode()
    assert "For Britain." in html
    assert "those who write" not in html


def test_previews_and_test_copies_show_it_to_a_member_and_to_nobody_else() -> None:
    chosen = critics()
    made = edition(only_for("For those who write.", segment=chosen.pk))
    assert dict(made.preview_modes)[f"as-{chosen.pk}"] == "Email to somebody in “Critics”"
    assert "those who write" in previews.answer(made, f"as-{chosen.pk}").content.decode()
    for mode in ("email", "text", "outlook", "in-GB"):
        shown = previews.answer(made, mode).content.decode()
        assert "those who write" not in shown
        assert "\ue000" not in shown
    as_bytes = testcopies.compose(made).fill(press.sample())
    assert b"who write" not in as_bytes
    assert b"who write" in testcopies.compose(made, meant=[chosen.pk]).fill(press.sample())


def found(made: EditionPage) -> list[Finding]:
    return list(rule(Looked(made, newsroom.NOW)))


def test_preflight_says_when_nobody_is_in_the_segment_and_how_many_are() -> None:
    chosen = critics()
    made = edition(only_for("For those who write.", segment=chosen.pk))
    assert [f.level for f in found(made)] == ["warn"]
    reader("a@example.net", "/festival/")
    assert [(f.level, f.why) for f in found(made)] == [("note", "1 reader would get it.")]


def test_preflight_stops_a_block_whose_segment_has_gone_or_was_never_chosen() -> None:
    chosen = critics()
    made = edition(
        only_for("For those who write.", segment=chosen.pk, n=1), only_for("For nobody.", n=2)
    )
    chosen.delete()
    assert [f.level for f in found(made)] == ["stop", "stop"]
    (letter,) = letters(made, reader("a@example.net", "/festival/"))
    assert "those who write" not in letter
    assert "For nobody." not in letter


def test_the_desk_refuses_a_block_for_nobody() -> None:
    block = OnlyForBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"territory": "", "segment": "", "content": [INNER]}))
    assert set(refused.value.block_errors) == {"territory"}

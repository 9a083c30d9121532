"""This week's edition, drafted from what was published: a start that the editor makes theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from matinee.editions import choosing
from matinee.editions.merging import Drafted, digest, merge, touched
from matinee.editions.models import EditionPage, NewsletterPage
from matinee.editions.sheet import shorten
from matinee.newsletters.models import Newsletter
from matinee.stories.models import FrontPage, StoryPage

SUBJECT = 60  # characters that most inboxes show on a phone and a little more
PREHEADER = 110
WITH_PICTURE = 6  # stories after the lead; the rest are listed
FULL_STOPS = (" – ", ": ", "; ", ", ")


class DraftingError(Exception):
    """No draft could be made; the message says why and what to do."""


class NothingToDraft(DraftingError):
    """Nothing was published since the last edition."""


def archive_of(newsletter: Newsletter) -> NewsletterPage:
    """Return the newsletter's archive page, made and opened where it had none.

    Raises DraftingError on a site without a front page.
    """
    found: NewsletterPage | None = NewsletterPage.objects.filter(newsletter=newsletter).first()
    if found is not None:
        return found
    front = FrontPage.objects.order_by("path").first()
    if front is None:
        raise DraftingError("The site has no front page yet. Make one in the desk under Pages.")
    taken = set(front.get_children().values_list("slug", flat=True))
    slug = newsletter.slug if newsletter.slug not in taken else f"{newsletter.slug}-newsletter"
    page = NewsletterPage(title=newsletter.name, slug=slug, newsletter=newsletter)
    front.add_child(instance=page)
    page.save_revision().publish(log_action=False)
    made: NewsletterPage = NewsletterPage.objects.get(pk=page.pk)
    return made


def open_edition(newsletter: Newsletter) -> EditionPage | None:
    """Return the newsletter's newest edition that has not been sent, if there is one."""
    found: EditionPage | None = (
        EditionPage.objects.filter(newsletter=newsletter).unsent().order_by("-pk").first()
    )
    return found


def draft(newsletter: Newsletter, *, now: datetime | None = None, user: Any = None) -> EditionPage:
    """Draft the newsletter's next edition, or draft again the one that is open.

    What an editor touched stays. Raises NothingToDraft, or DraftingError where the open edition
    is approved or scheduled already.
    """
    now = now or timezone.now()
    edition = open_edition(newsletter)
    state = EditionPage.State
    if edition is not None and edition.state in (state.APPROVED, state.SCHEDULED):
        raise DraftingError(
            f"“{edition}” is {edition.get_state_display().lower()} already. "
            "Make it a draft again first, or wait until it has been sent."
        )
    with transaction.atomic():
        archive = archive_of(newsletter)
        if edition is None:
            edition = EditionPage(newsletter=newsletter, number=_next_number(newsletter))
        else:
            edition = edition.latest()
        edition.newsletter = newsletter
        _fill(edition, now)
        return _save(archive, edition, now, user)


def _next_number(newsletter: Newsletter) -> int:
    numbers = EditionPage.objects.filter(newsletter=newsletter, number__isnull=False)
    last = numbers.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _save(archive: NewsletterPage, edition: EditionPage, now: datetime, user: Any) -> EditionPage:
    edition.drafted_at = now
    if edition.pk is None:
        edition.live = False
        edition.has_unpublished_changes = True
        edition.owner = user
        edition.scheduled_for = None
        archive.add_child(instance=edition)
    EditionPage.objects.filter(pk=edition.pk).update(
        drafted=edition.drafted, drafted_at=now, number=edition.number
    )
    edition.save_revision(user=user, log_action=True)
    saved: EditionPage = EditionPage.objects.get(pk=edition.pk)
    return saved


def _fill(edition: EditionPage, now: datetime) -> None:
    newsletter = edition.newsletter
    used = choosing.used_before(newsletter, edition.pk)
    chosen = choosing.choose(newsletter, used, now)
    if not chosen.stories:
        raise NothingToDraft(_nothing(newsletter, used.since))
    hand = _by_hand(edition)
    stories = [story for story in chosen.stories if story.pk not in hand.told]
    if hand.lead is None and stories:
        stories = choosing.lead_first(stories)
    front = [hand.lead, *stories] if hand.lead else stories or chosen.stories
    plan = Plan(edition, stories, front, chosen.readers, hand)
    proposed = list(_proposals(plan, used, now))
    body, record = merge(edition.body.get_prep_value(), edition.drafted, proposed)
    edition.body = _stream(body)
    words = {"subject": propose_subject(front), "preheader": propose_preheader(front)}
    for name, said in words.items():
        if digest(getattr(edition, name)) == edition.drafted.get(name, digest("")):
            setattr(edition, name, said)
            record[name] = digest(said)
        else:
            record[name] = edition.drafted.get(name, digest(""))
    edition.drafted = record


@dataclass(frozen=True)
class ByHand:
    """What an editor did to the open edition: the stories in blocks of theirs, and their lead."""

    told: set[int]
    lead: StoryPage | None
    changed: bool  # the lead is the drafted block with another story in it


def _by_hand(edition: EditionPage) -> ByHand:
    mine = [b for b in edition.body.get_prep_value() if touched(b, edition.drafted)]
    leads = [b for b in mine if b["type"] == "lead"]
    lead = StoryPage.objects.filter(pk__in=choosing.told_in(leads)).first()
    drafted = edition.drafted.get("blocks", {})
    return ByHand(choosing.told_in(mine), lead, any(b.get("id") in drafted for b in leads))


@dataclass(frozen=True)
class Plan:
    """What a draft is made from. `stories`: to propose; `front`: the lead first, whoever chose it.

    Without a lead by hand the first of `stories` is to be it.
    """

    edition: EditionPage
    stories: list[StoryPage]
    front: list[StoryPage]
    readers: dict[int, int]
    hand: ByHand


def _stream(body: list[dict[str, Any]]) -> Any:
    block = EditionPage._meta.get_field("body").stream_block
    return block.to_python(body)


def _nothing(newsletter: Newsletter, since: datetime | None) -> str:
    where = ", ".join(newsletter.section_slugs) or "any section"
    if since is None:
        return (
            f"There is nothing to draft {newsletter.name} from: no story has been published "
            f"in {where}. Publish one, then draft again."
        )
    day = since.astimezone(newsletter.zone)
    return (
        f"There is nothing to draft {newsletter.name} from: no story was published in {where} "
        f"since the last edition ({day.day} {day:%B %Y}). Publish one, then draft again."
    )


def _proposals(plan: Plan, used: choosing.Used, now: datetime) -> Iterator[Drafted]:
    edition, stories, newsletter = plan.edition, plan.front, plan.edition.newsletter
    told = choosing.films_of(stories)
    day = newsletter.next_send(now).astimezone(newsletter.zone).date()
    writer = newsletter.author or "the critic"
    yield Drafted(
        "letter",
        "letter",
        {
            "words": "",
            "signed": True,
            "why": f"For {writer} to write: what ties “{stories[0].title}” and the rest together? "
            "Three short paragraphs are plenty.",
        },
    )
    yield from _stories(plan)
    yield from _quote(stories, used)
    yield from _releases(told, day)
    pick = choosing.film_club(newsletter, stories, told, used, now, edition.number or 0)
    if pick is not None:
        yield _club(pick)
    told_already = [*stories, *([pick.story] if pick and pick.story else [])]
    yield from _earlier(stories, told_already, told, used)


def _story_value(story: StoryPage, why: str) -> dict[str, Any]:
    return {"story": story.pk, "headline": "", "standfirst": "", "picture": True, "why": why}


def _stories(plan: Plan) -> Iterator[Drafted]:
    rest = plan.stories
    if plan.hand.changed and plan.hand.lead:
        # The block stays as the editor left it; the others go after it.
        yield Drafted("lead", "lead", _story_value(plan.hand.lead, ""))
    elif plan.hand.lead is None and rest:
        lead, rest = rest[0], rest[1:]
        yield Drafted("lead", "lead", _story_value(lead, _why_lead(lead, plan.readers)))
    for story in rest[:WITH_PICTURE]:
        said = _why_story(story, plan.readers)
        yield Drafted(f"story:{story.pk}", "story", _story_value(story, said))
    listed = rest[WITH_PICTURE:]
    if listed:
        value = {
            "heading": "Also this week",
            "stories": [story.pk for story in listed],
            "why": f"{len(listed)} more since the last edition, "
            + ("the most read first." if plan.readers else "newest first."),
        }
        yield Drafted("also", "story_list", value)


def _why_lead(story: StoryPage, readers: dict[int, int]) -> str:
    picture = " with a picture" if story.lead_picture_id else ""
    if story.pick:
        return f"An editor’s pick{picture}."
    if count := readers.get(story.pk):
        return f"The most read of the new stories{picture}: {_followed(count)}."
    return f"The newest story{picture}."


def _why_story(story: StoryPage, readers: dict[int, int]) -> str:
    published = f"ublished {_day(story.first_published_at)}"
    if story.pick:
        return f"An editor’s pick, p{published}."
    if count := readers.get(story.pk):
        return f"P{published}, since the last edition; {_followed(count)}."
    return f"P{published}, since the last edition."


def _followed(count: int) -> str:
    return f"{count:,} reader{'' if count == 1 else 's'} of other letters followed it"


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B}"


def _quote(stories: list[StoryPage], used: choosing.Used) -> Iterator[Drafted]:
    quote = choosing.quote_of_the_week(stories, used)
    if quote is not None:
        value = {
            "text": quote.text,
            "speaker": quote.speaker,
            "where_said": quote.where_said,
            "story": quote.story_id,
            "quote": quote.pk,
            "why": f"An accepted quote from “{quote.story.title}”.",
        }
        yield Drafted("quote", "quote", value)


def _releases(told: dict[int, int], day: Any) -> Iterator[Drafted]:
    openings = choosing.opening_films(told, day)
    films = [*openings.of_stories, *openings.opening]
    if films:
        said = []
        if openings.of_stories:
            said.append(f"{len(openings.of_stories)} from this edition’s stories")
        if openings.opening:
            until = day + timedelta(days=13)
            said.append(f"{len(openings.opening)} opening by {until.day} {until:%B}")
        value = {
            "heading": "When they open",
            "films": films,
            "why": ", ".join(said) + ". Each reader reads their own country’s dates.",
        }
        yield Drafted("releases", "releases", value)


def _club(pick: choosing.ClubPick) -> Drafted:
    value = {
        "heading": "Film club",
        "story": pick.story.pk if pick.story else None,
        "film": pick.film.pk if pick.film else None,
        "words": "",
        "why": pick.why,
    }
    return Drafted("film_club", "film_club", value)


def _earlier(
    stories: list[StoryPage],
    told_already: list[StoryPage],
    told: dict[int, int],
    used: choosing.Used,
) -> Iterator[Drafted]:
    earlier = choosing.earlier_stories(stories, told_already, told, used)
    if earlier:
        value = {
            "heading": "From the archive",
            "stories": [story.pk for story in earlier],
            "why": "Today’s stories link to these, or share their films or people.",
        }
        yield Drafted("earlier", "story_list", value)


def propose_subject(stories: list[StoryPage]) -> str:
    """Return the lead's headline, cut at a natural break to 60 characters."""
    headline = " ".join(str(stories[0].title).split())
    if len(headline) <= SUBJECT:
        return headline
    for mark in FULL_STOPS:
        head, found, _ = headline[: SUBJECT + len(mark)].rpartition(mark)
        if found and len(head) >= SUBJECT // 3:
            return head
    return shorten(headline, SUBJECT)


def propose_preheader(stories: list[StoryPage]) -> str:
    """Return the next headlines that fit into 110 characters; without any, the standfirst."""
    heads = [" ".join(str(story.title).split()) for story in stories[1:]]
    said = ""
    for head in heads[:4]:
        longer = f"{said} · {head}" if said else f"Also: {head}"
        if len(longer) <= PREHEADER:
            said = longer
    return said or shorten(" ".join(stories[0].standfirst.split()), PREHEADER)

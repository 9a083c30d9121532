"""Reads an edition's blocks into a Sheet: every look-up is made here, in a few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from wagtail.rich_text import expand_db_html

from matinee.editions import items, pictures, polls, segments
from matinee.editions.models import EditionPage
from matinee.editions.rich import Rich
from matinee.films.models import Film
from matinee.post.letter import strip_markers
from matinee.publication.models import Picture, Publication, Territory
from matinee.stories.models import SectionPage, StoryPage

TEASER = 220  # characters


def page_url(page: Any) -> str:
    """Return a page's absolute address; empty where it stands on no site."""
    parts = page.get_url_parts()
    return f"{settings.SITE_URL}{parts[2]}" if parts and parts[2] else ""


def _clean(words: Any) -> str:
    """Return words on one line, without the characters that mark slots."""
    return " ".join(strip_markers(str(words or "")).split())


def teaser(story: StoryPage) -> str:
    """Return the story's standfirst, or else the start of its first paragraph, whole sentences."""
    if story.standfirst.strip():
        return _clean(story.standfirst)
    for block in story.body:
        if block.block_type == "paragraph":
            return shorten(Rich.of(str(block.value)).plain(), TEASER)
    return ""


def shorten(words: str, most: int) -> str:
    """Return `words` cut to `most` characters after a sentence, or else after a word with “…”."""
    if len(words) <= most:
        return words
    head = words[:most]
    ends = [head.rfind(mark) for mark in (". ", "! ", "? ", "。", ".” ", "?” ")]
    if max(ends) > most // 3:
        at = max(ends)
        return head[: at + 1] + ("”" if head[at + 1 : at + 2] == "”" else "")
    return head[: head.rfind(" ") if " " in head else most].rstrip(" ,;:–") + "…"


def _lead_picture(story: StoryPage) -> tuple[Picture | None, dict[str, str]]:
    if story.lead_picture is not None:
        words = {
            "alt": story.lead_alt,
            "caption": story.lead_caption,
            "credit": story.lead_credit,
        }
        return story.lead_picture, words
    for block in story.body:
        if block.block_type == "picture" and block.value.get("image"):
            value = block.value
            return value["image"], {name: value[name] for name in ("alt", "caption", "credit")}
    return None, {}


def _walk(stream: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield (kind, value) of each block, those inside "only for" among them."""
    for block in stream:
        yield block.block_type, block.value
        if block.block_type == "only_for":
            yield from _walk(block.value["content"])


class Reader:
    """Reads one edition. Construct it, then call `sheet`."""

    def __init__(self, edition: EditionPage) -> None:
        """Look up all that the edition's blocks point at."""
        self.edition = edition
        self.publication = Publication.load()
        self.stories: dict[int, StoryPage] = {}
        self.films: dict[int, Film] = {}
        loose: list[Picture] = []
        for _kind, value in _walk(edition.body):
            self._gather(value, loose)
        self._fetch(loose)

    def _gather(self, value: Any, loose: list[Picture]) -> None:
        if not hasattr(value, "get"):
            return
        for story in [value.get("story"), *(value.get("stories") or ())]:
            if story is not None:
                self.stories[story.pk] = story
        for film in [value.get("film"), *(value.get("films") or ())]:
            if film is not None:
                self.films[film.pk] = film
        if value.get("image"):
            loose.append(value["image"])

    def _fetch(self, loose: list[Picture]) -> None:
        stories, films = list(self.stories.values()), list(self.films.values())
        prefetch_related_objects(stories, "lead_picture")
        prefetch_related_objects(films, "credits__person", "releases__territory", "poster")
        own = [_lead_picture(story)[0] for story in stories]
        posters = [film.poster for film in films]
        face = self.edition.newsletter.author_picture
        pictures.fetch_renditions(p for p in [*own, *posters, *loose, face] if p is not None)
        paths = {story.path[: -story.steplen] for story in stories}
        found = SectionPage.objects.filter(path__in=paths).values_list("path", "title")
        self.sections: dict[str, str] = dict(found)
        told = StoryPage.films.through.objects.filter(storypage__in=stories)
        self.told: dict[int, int] = dict(
            told.order_by("-storypage_id").values_list("film_id", "storypage_id")
        )
        self.territories = dict(Territory.objects.values_list("code", "name"))

    def story(
        self, value: Any, size: pictures.Size | None = None, **own: str
    ) -> items.StoryRef | None:
        """Return a story as the letter tells of it, with a picture where a size is given."""
        story = self.stories.get(value.pk) if value is not None else None
        if story is None:
            return None
        picture, words = _lead_picture(story)
        return items.StoryRef(
            pk=story.pk,
            headline=_clean(own.get("headline") or story.title),
            standfirst=_clean(own.get("standfirst")) or teaser(story),
            url=story.canonical_url or page_url(story),
            section=_clean(self.sections.get(story.path[: -story.steplen], "")),
            byline=_clean(story.byline),
            live=story.live,
            shot=pictures.shot(picture, size, **words) if size else None,
        )

    def film(self, value: Any) -> items.FilmRef | None:
        """Return a film with the opening that each territory's readers should read of."""
        film = self.films.get(value.pk) if value is not None else None
        if film is None:
            return None
        codes = {release.territory_id for release in film.releases.all()}
        openings = {}
        for code in sorted(codes):
            release = film.release_for(code)
            if release is not None:
                openings[code] = items.Opening(
                    territory=code,
                    territory_name=self.territories.get(code, code),
                    day=release.date,
                    said=release.said(),
                    precision=release.precision,
                    kind=release.kind,
                    source=release.source,
                    inferred=release.inferred,
                )
        own = getattr(film, "get_absolute_url", None)
        return items.FilmRef(
            pk=film.pk,
            title=_clean(film.title),
            year=film.year,
            directors=tuple(_clean(name) for name in film.directors),
            url=pictures.absolute(own()) if own else self._told_in(film),
            openings=openings,
            facts=facts(film),
            poster=pictures.shot(film.poster, pictures.POSTER),
        )

    def _told_in(self, film: Film) -> str:
        """The address of the edition's own story about a film."""
        story = self.stories.get(self.told.get(film.pk, 0))
        return (story.canonical_url or page_url(story)) if story and story.live else ""

    def sheet(self) -> items.Sheet:
        """Return the edition, read."""
        edition, newsletter, publication = self.edition, self.edition.newsletter, self.publication
        face = pictures.shot(newsletter.author_picture, pictures.FACE, alt=newsletter.author)
        return items.Sheet(
            edition_id=edition.pk or 0,
            number=edition.number,
            day=edition.date,
            language=newsletter.language,
            subject=_clean(edition.subject),
            preheader=_clean(edition.preheader),
            archive_url=edition.archive_url,
            publication=_clean(publication.name),
            postal_address=strip_markers(publication.postal_address).strip(),
            contact_address=publication.contact_address,
            ink=newsletter.ink,
            accent=newsletter.accent,
            paper=publication.paper,
            newsletter=_clean(newsletter.name),
            newsletter_slug=newsletter.slug,
            strapline=_clean(newsletter.strapline),
            author=_clean(newsletter.author),
            author_bio=_clean(newsletter.author_bio),
            author_shot=face,
            sender=_clean(newsletter.sender),
            sender_address=newsletter.sender_address,
            reply_to=newsletter.reply_to,
            items=tuple(self._items(edition.body)),
        )

    def _items(self, stream: Iterable[Any]) -> Iterator[items.Item]:
        for block in stream:
            item = getattr(self, f"_{block.block_type}")(str(block.id or ""), block.value)
            if item is not None:
                yield item

    def _letter(self, pk: str, value: Any) -> items.Item:
        return items.LetterItem(pk, _rich(value["words"]), bool(value["signed"]))

    def _lead(self, pk: str, value: Any) -> items.Item | None:
        return self._story(pk, value, lead=True)

    def _story(self, pk: str, value: Any, lead: bool = False) -> items.Item | None:
        size = (pictures.LEAD if lead else pictures.THUMB) if value["picture"] else None
        own = {"headline": value["headline"], "standfirst": value["standfirst"]}
        ref = self.story(value["story"], size, **own)
        return items.StoryItem(pk, ref, lead) if ref else None

    def _story_list(self, pk: str, value: Any) -> items.Item | None:
        refs = tuple(ref for story in value["stories"] if (ref := self.story(story)))
        return items.StoryListItem(pk, _clean(value["heading"]), refs) if refs else None

    def _quote(self, pk: str, value: Any) -> items.Item:
        return items.QuoteItem(
            pk,
            text=_clean(value["text"]).strip('“”" '),
            speaker=_clean(value["speaker"]),
            where_said=_clean(value["where_said"]),
            story=self.story(value["story"]),
            quote_id=value["quote"],
        )

    def _picture(self, pk: str, value: Any) -> items.Item | None:
        words = {name: value[name] for name in ("alt", "caption", "credit")}
        shot = pictures.shot(value["image"], pictures.WIDE, **words)
        return items.PictureItem(pk, shot, value["url"] or "") if shot else None

    def _releases(self, pk: str, value: Any) -> items.Item | None:
        films = tuple(ref for film in value["films"] if (ref := self.film(film)))
        return items.ReleasesItem(pk, _clean(value["heading"]), films) if films else None

    def _film_of_the_week(self, pk: str, value: Any) -> items.Item | None:
        film = self.film(value["film"])
        if film is None:
            return None
        return items.FilmOfTheWeekItem(
            pk,
            heading=_clean(value["heading"]),
            film=film,
            stars=int(value["stars"] or 0),
            verdict=_clean(value["verdict"]),
            story=self.story(value["story"]),
        )

    def _film_club(self, pk: str, value: Any) -> items.Item | None:
        film, story = self.film(value["film"]), self.story(value["story"], pictures.THUMB)
        if film is None and story is None:
            return None
        title = f"{film.title} ({film.year})" if film and film.year else film.title if film else ""
        return items.FilmClubItem(
            pk,
            heading=_clean(value["heading"]),
            title=title or (story.headline if story else ""),
            facts=film.facts if film else "",
            words=_clean(value["words"]) or (story.standfirst if story else ""),
            url=story.url if story else film.url if film else "",
            shot=(film.poster if film else None) or (story.shot if story else None),
            story=story,
            film=film,
        )

    def _text(self, pk: str, value: Any) -> items.Item:
        return items.TextItem(pk, _clean(value["heading"]), _rich(value["words"]))

    def _button(self, pk: str, value: Any) -> items.Item:
        page = value["page"]
        url = page_url(page) if page is not None else value["url"] or ""
        return items.ButtonItem(pk, _clean(value["label"]), url, page is None or page.live)

    def _poll(self, pk: str, value: Any) -> items.Item:
        poll = next(one for one in polls.of(self.edition) if one.id == pk)
        return items.PollItem(
            pk,
            heading=_clean(value["heading"]),
            question=_clean(poll.question),
            answers=tuple(_clean(answer) for answer in poll.answers),
            number=poll.number,
            last_day=poll.last_day,
        )

    def _divider(self, pk: str, value: Any) -> items.Item:
        return items.DividerItem(pk)

    def _sponsor(self, pk: str, value: Any) -> items.Item:
        shot = pictures.shot(value["image"], pictures.WIDE, alt=value["alt"])
        return items.SponsorItem(
            pk, _clean(value["name"]), _clean(value["words"]), value["url"] or "", shot
        )

    def _only_for(self, pk: str, value: Any) -> items.Item:
        code, chosen = value["territory"] or "", str(value.get("segment") or "0")
        inside = tuple(self._items(value["content"]))
        return items.OnlyForItem(
            pk,
            code,
            self.territories.get(code, code),
            inside,
            segment=int(chosen),
            segment_name=dict(segments.choices()).get(chosen, "") if chosen != "0" else "",
        )


def facts(film: Film) -> str:
    """Return what a listing says under a film's title."""
    said = []
    if film.directors:
        said.append("Directed by " + _join(film.directors))
    if film.running_time:
        said.append(f"{film.running_time} minutes")
    if film.certificate:
        said.append(film.certificate)
    return _clean(" · ".join(said))


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _rich(value: Any) -> Rich:
    source = getattr(value, "source", value) or ""
    return Rich.of(expand_db_html(source)) if source else Rich(())


def read(edition: EditionPage) -> items.Sheet:
    """Return an edition's Sheet."""
    return Reader(edition).sheet()

"""The story's quotes: stretches told as speech, joined over cues, given a speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from matinee.stories.intake.cue_forms import NOBODY, by_whom
from matinee.stories.intake.cues import Cue, cue_after, cue_before, first_clause, introduces
from matinee.stories.intake.found import Quote
from matinee.stories.intake.people import Known
from matinee.stories.intake.quotes import Run, Stretch, title_case
from matinee.stories.intake.speakers import SURE, Cast
from matinee.stories.intake.text import Line, sentences
from matinee.stories.intake.verbs import CALLS
from matinee.stories.intake.where import where_said

_NAMES_A_WORK = re.compile(
    r"\b(?:called|titled|entitled|named|dubbed|nicknamed|known as|so-called|the word|the term|the "
    r"phrase|"
    r"the song|the film|the novel|the movie|the book|the play|in|of|from|on|for|directed|wrote|"
    r"starred in|stars in)\s*$",
    re.IGNORECASE,
)
_A_WORK = re.compile(
    r"\b(?:[Ss]eries|[Ff]ilm|[Mm]ovie|[Dd]rama|[Cc]omedy|[Tt]hriller|[Ss]itcom|[Ss]how|[Nn]ovel|[Bb]ook|"
    r"[Pp]lay|[Ss]ong|[Aa]lbum|[Mm]emoir|[Dd]ocumentary|[Ss]hort|in|and|of),?\s*$"
)
_SCARE = re.compile(
    r"\b(?:so-called|known as|nicknamed|the word|the term|the phrase|titled|entitled)\s*$",
    re.IGNORECASE,
)
# "laughs about the “curse”": a word held up, and not what she said.
_A_WORD = re.compile(
    r"(?:so-called|(?<!\bwas )(?<!\bis )(?<!\bas )(?<!\bbeen )(?<!\bbe )(?<!\bfelt )(?<!\blike )"
    r"\b(?:the|an?|this|that|these|those|any|its|his|her|their))\s*$"
)
_TELLS = re.compile(
    r"said|says|told|revealed|reveals|explained|explains|recalled|recalls|admitted|admits|added|"
    r"adds|insisted|insists|"
    r"remembered|remembers|wrote|writes|joked|shared|went on|continued|opened up|reflected|"
    r"confessed|claimed"
)
_ENDED = re.compile(r"[.!?…,—–-][’'”\"]?$")


def mask(story: Sequence[Line], stretches: Sequence[Stretch], *, ends: bool = False) -> list[Line]:
    """Return the paragraphs with speech blanked out by NUL, place for place.

    With `ends`, speech that ends a sentence leaves its full stop, for those who cut sentences.
    """
    texts = [list(text) for text, _ in story]
    for s in stretches:
        start = story[s.paragraph][1]
        begin, end = s.start - start, s.end - start
        texts[s.paragraph][begin:end] = "\x00" * (end - begin)
        if ends and s.closed and s.inner[-1:] in ".!?":
            texts[s.paragraph][end - 1] = "."
    return [("".join(chars), start) for chars, (_, start) in zip(texts, story, strict=True)]


def _reach(line: Sequence[Stretch], start: int, length: int) -> list[tuple[int, int]]:
    """Return how far a cue may stand before and behind each stretch, in places of the paragraph."""
    since, until = [0] * len(line), [length] * len(line)
    for i in range(1, len(line)):
        before = line[i - 1]
        since[i] = before.end - start if _borders(before) else since[i - 1]
    for i in range(len(line) - 2, -1, -1):
        following = line[i + 1]
        until[i] = following.start - start if _borders(following) else until[i + 1]
    return list(zip(since, until, strict=True))


def _borders(s: Stretch) -> bool:
    """Whether a cue cannot reach over a stretch: over the names of works it can."""
    return not title_case(s.inner) or s.inner[-1:] in ".!?"


def _plain(subject: str) -> bool:
    """Whether a subject is a name or a pronoun, and no description."""
    return subject[:1].isupper() or subject in {"he", "she"}


class Talk:
    """Walks the story's speech in order, keeping who spoke last. Headings hold no speech."""

    def __init__(
        self, story: Sequence[Line], masked: Sequence[Line], cast: Cast, works: frozenset[str],
        headings: frozenset[int] = frozenset(),
    ) -> None:  # fmt: skip
        """Take the paragraphs, the same with speech blanked, its people, and titles of works."""
        self.story, self.masked, self.cast, self.works = story, masked, cast, works
        self.headings = headings
        self.names = frozenset(p.name for p in cast.people)
        self.quotes: list[Quote] = []
        self.carried: set[int] = set()
        self.last: Known | None = None
        self.last_name: str | None = None
        self.last_paragraph = -9
        self.turns: list[tuple[int, str | None]] = []
        self._open: Stretch | None = None

    def read(self, stretches: Sequence[Stretch]) -> list[Quote]:
        """Return the quotes in order; `carried` then holds where rightly unclosed ones begin."""
        lines: dict[int, list[Stretch]] = {}
        for s in stretches:
            if s.paragraph not in self.headings or s.inner[-1:] in ".,!?":
                lines.setdefault(s.paragraph, []).append(s)
        for number in sorted(lines):
            self._paragraph(number, lines[number])
        return self.quotes

    # --- one paragraph ------------------------------------------------------------------------

    def _paragraph(self, number: int, line: list[Stretch]) -> None:
        opened, self._open = self._open, None
        line = [s for s in line if not self._names_work(s)] or line[:1]
        held: Stretch | None = None
        if opened is not None and self._runs_on(opened, line[0]):
            self.carried.add(opened.start)
            self._extend(line[0])
            held, line = line[0], line[1:]
            if not held.closed:
                self._open = held
        while held and line and self._joins(held, line[0], None):
            self._extend(line[0])
            held, line = line[0], line[1:]
        if held is not None and self.quotes[-1].speaker is None:
            self._told_late(held, number, until=line[0].start if line else None)
        runs = self._runs(number, line)
        for n, (run, cue) in enumerate(runs):
            if cue is None and n + 1 < len(runs) and self._touching(run, runs[n + 1][0]):
                cue = runs[n + 1][1]
            self._settle(run, cue, number, first=n == 0 and held is None)
        if line and not line[-1].closed and self.quotes and self.quotes[-1].end == line[-1].end:
            self._open = line[-1]

    def _names_work(self, s: Stretch) -> bool:
        """Whether a stretch is a title by the words before it: the series “The Ledger.”"""
        if not title_case(s.inner):
            return False
        text, start = self.story[s.paragraph]
        before = text[max(0, s.start - start - 30) : s.start - start]
        return _A_WORK.search(before) is not None and s.words > 1

    def _runs_on(self, before: Stretch, now: Stretch) -> bool:
        """Whether a quote left open goes on here: the next paragraph opens with its mark."""
        start = self.story[now.paragraph][1]
        between = range(before.paragraph + 1, now.paragraph)
        return (
            now.start == start
            and now.mark == before.mark
            and all(n in self.headings for n in between)
        )

    def _extend(self, more: Stretch) -> None:
        q = self.quotes[-1]
        self.quotes[-1] = Quote(
            text=f"{q.text} {' '.join(more.inner.split())}", start=q.start, end=more.end,
            speaker=q.speaker, cue=q.cue, where_said=q.where_said, confidence=q.confidence,
            parts=(*q.parts, (more.start, more.end)),
        )  # fmt: skip
        self.last_paragraph = more.paragraph

    def _told_late(self, held: Stretch, number: int, *, until: int | None) -> None:
        """Give a quote that runs on over paragraphs the speaker told at its end."""
        text, start = self.masked[number]
        after = text[held.end - start : None if until is None else until - start]
        cue = cue_after(after, held.end, ended=held.inner[-1:] == ".") if held.closed else None
        if cue is None:
            return
        speaker, sure, person = self.cast.resolve(cue, None)
        if speaker is not None and sure >= SURE:
            self.quotes[-1] = replace(
                self.quotes[-1], speaker=speaker, cue=cue.verb or None, confidence=round(sure, 2)
            )
            self.last, self.last_name = person, speaker

    def _gap(self, before: Stretch, now: Stretch) -> str:
        text, start = self.masked[now.paragraph]
        return text[before.end - start : now.start - start]

    def _joins(self, before: Stretch, now: Stretch, led: Cue | None) -> bool:
        """Whether two stretches are one quote, split by its cue: "…," said X, "…"."""
        if before.paragraph != now.paragraph or (led is not None and led.before):
            return False
        gap = self._gap(before, now)
        if len(gap) > 240 or "\x00" in gap or not _ENDED.search(before.inner):
            return False
        rest = gap.strip()
        if rest[-1:] in "”’\"'" and rest[-2:-1] in {".", ","}:
            rest = rest[:-1]  # an American title's own full stop
        if rest[-1:] not in ".,:;—–" or rest[-1:] == ":":
            return False
        if len(first_clause(gap).strip()) < len(rest):
            return False
        cue = cue_after(gap, 0, ended=before.inner[-1:] == ".")
        if cue is None or self._is_title(now, None):
            return False
        return rest[-1:] != "." or not self._has_own_cue(now)

    def _has_own_cue(self, s: Stretch) -> bool:
        """Whether a stretch closes with a comma and a cue: then it is a quote of its own."""
        text, start = self.masked[s.paragraph]
        return (
            s.inner[-1:] in ",?!" and cue_after(text[s.end - start :], 0, ended=False) is not None
        )

    def _runs(self, number: int, line: Sequence[Stretch]) -> list[tuple[Run, Cue | None]]:
        text, start = self.masked[number]
        runs: list[tuple[Run, Cue | None]] = []
        reach = _reach(line, start, len(text))
        for i, s in enumerate(line):
            since, until = reach[i]
            before, after = text[since : s.start - start], text[s.end - start : until]
            if (
                runs
                and runs[-1][0].parts[-1] is line[i - 1]
                and self._joins(line[i - 1], s, runs[-1][1])
            ):
                run, old = runs[-1]
                runs[-1] = (run.plus(s), old)
                continue
            cue = self._cue(s, before, after, start + since, last=i + 1 == len(line), number=number)
            if (
                cue is None
                and runs
                and not re.search(r"[.!?]", before.strip())
                and len(before) < 160
            ):
                shared = runs[-1][1]
                if shared is not None and not self._ends_sentence(line[i - 1], before):
                    cue = shared
            if (
                cue is not None
                and s.words < 2
                and (cue.subject == NOBODY or (cue.verb not in CALLS and _A_WORD.search(before)))
            ):
                cue = None
            if self._is_title(s, cue) or (
                cue is None and not self._sounds(s, before, after, number)
            ):
                continue
            runs.append((Run((s,)), cue))
        return runs

    def _ends_sentence(self, s: Stretch, gap: str) -> bool:
        return s.inner[-1:] in ".!?" and gap.lstrip()[:1].isupper()

    def _cue(
        self, s: Stretch, before: str, after: str, since: int, *, last: bool, number: int
    ) -> Cue | None:
        led = cue_before(before, since) if before.strip(" \x00") else None
        if led is None and not before.strip() and number and number - 1 not in self.headings:
            above, start = self.masked[number - 1]
            if above.rstrip().endswith(":"):
                led = cue_before(above, start)
        if led is not None and led.subject == NOBODY:
            return by_whom(after, s.end, led.verb) or led
        if led is not None and re.search(r"[:,]\s*$", before):
            return led
        stop = s.inner[-1:] == "." and not last
        found = None
        if not (stop and introduces(after) and re.match(r"\s+[A-Z]", after)):
            found = cue_after(after, s.end, ended=s.inner[-1:] in ".")
        if found and led and (found.sure < 0.9 or not _plain(found.subject)):
            return led
        return found or led

    # --- speech or not ------------------------------------------------------------------------

    def _is_title(self, s: Stretch, cue: Cue | None) -> bool:
        """Whether a stretch is the name of a work and not speech."""
        bare = s.inner.strip(" ,.;:!?").lower()
        if bare in self.works:
            return True
        if not title_case(s.inner):
            return False
        text, start = self.story[s.paragraph]
        before = text[: s.start - start]
        if _NAMES_A_WORK.search(before):
            return True
        if cue is None:
            return s.words > 1 or s.inner[-1:] not in "!?."
        led = cue.before and re.search(r"[:,]\s*$", before) is not None
        return not (led or (not cue.before and s.inner[-1:] in ",!?."))

    def _sounds(self, s: Stretch, before: str, after: str, number: int) -> bool:
        """Whether a stretch without a cue is speech: a sentence, or a paragraph of its own."""
        text, start = self.story[number]
        alone = s.start == start and not text[s.end - start :].strip(" .,")
        whole = s.inner[:1].isupper() and s.inner[-1:] in ".!?…" and s.words >= 3
        opens = s.start == start and s.words >= 4 and (s.inner[-1:] in ".!?,…" or not s.closed)
        if _SCARE.search(before):
            return False
        led_out = s.inner[:1].isupper() and s.inner[-1:] == "," and s.words >= 4
        told = re.search(r"[.?!…]\s*$", before) is not None
        return (
            (alone and (s.words >= 3 or whole))
            or (whole and (s.words >= 4 or told))
            or opens
            or led_out
        )

    # --- whose --------------------------------------------------------------------------------

    def _touching(self, run: Run, following: Run) -> bool:
        start = self.masked[run.parts[0].paragraph][1]
        gap = self.masked[run.parts[0].paragraph][0][run.end - start : following.start - start]
        return not gap.strip(" \x00")

    def _settle(self, run: Run, cue: Cue | None, number: int, *, first: bool) -> None:
        speaker: str | None
        person: Known | None
        if cue is not None:
            last = self.last if number - self.last_paragraph <= 2 else None
            speaker, sure, person = self.cast.resolve(cue, last)
            if speaker is None and (named := self.cast.introduced(cue)):
                speaker, sure, person = named.name, 0.7, named
        else:
            speaker, sure, person = self._carried_on(run, number, first=first)
        if sure < SURE:
            speaker, person = None, None
        self.quotes.append(
            Quote(
                text=run.text, start=run.start, end=run.end, speaker=speaker,
                cue=(cue.verb or None) if cue else None, where_said=self._where(run, number),
                confidence=round(sure, 2), parts=tuple((p.start, p.end) for p in run.parts),
            )
        )  # fmt: skip
        if person is not None and cue is not None and cue.subject:
            self.cast.heard(cue.place, person)
        self.last, self.last_name, self.last_paragraph = person, speaker, number
        self.turns.append((number, speaker))

    def _carried_on(
        self, run: Run, number: int, *, first: bool
    ) -> tuple[str | None, float, Known | None]:
        """Return the speaker of words without a cue: who spoke last, where that is plain."""
        text, start = self.masked[number]
        before = text[: run.start - start].strip(" \x00")
        if not first and self.last_paragraph == number:
            since = self.quotes[-1].end
            if not self.cast.named_between(since, run.start):
                return self.last_name, 0.8, self.last
        if before:
            # "He looks at the vinegar for a while. “…”": whoever is seen doing something speaks.
            person = self.cast.subject_of(self._sentence_start(text, start, run.start) + 1) or (
                self.cast.subject_of(run.start)
            )
            whole = run.parts[0].inner[:1].isupper() and run.parts[-1].inner[-1:] in ".!?…"
            if person is not None and whole and re.search(r"[.:]$", before):
                return person.name, 0.65, person
            return None, 0.0, None
        if text.strip(" \x00.,"):
            return None, 0.0, None
        if number - self.last_paragraph != 1:
            led = self._led_up_to(number)
            return led if led[0] else self._seen_above(number)
        before_last = [name for n, name in self.turns if n == number - 2]
        if before_last and before_last[-1] != self.last_name:
            return self._other_voice(number)
        return self.last_name, 0.72, self.last

    def _led_up_to(self, number: int) -> tuple[str | None, float, Known | None]:
        """Return who is said to speak at the end of the paragraph above, which quotes nobody."""
        if number == 0 or number - 1 in self.headings:
            return None, 0.0, None
        above, start = self.masked[number - 1]
        cue = cue_before(above.rstrip(" .!"), start)
        if cue is None or not cue.subject or not _TELLS.fullmatch(cue.verb):
            return None, 0.0, None
        speaker, sure, person = self.cast.resolve(cue, None)
        return speaker, sure * 0.85, person

    def _seen_above(self, number: int) -> tuple[str | None, float, Known | None]:
        """Return whom alone the paragraph above tells of, where it quotes nobody."""
        if number == 0 or number - 1 in self.headings or self.last_paragraph == number - 1:
            return None, 0.0, None
        text, start = self.masked[number - 1]
        person = self.cast.alone_in(start, start + len(text))
        return (person.name, 0.65, person) if person else (None, 0.0, None)

    def _other_voice(self, number: int) -> tuple[str | None, float, Known | None]:
        """In an exchange of two who speak by turns, the one who did not speak last."""
        voices = [name for n, name in self.turns if number - n <= 3]
        pair = set(voices)
        if len(pair) != 2 or None in pair or len(voices) < 2 or voices[-1] == voices[-2]:
            return None, 0.0, None
        if self.turns[-1][0] != number - 1 or self.turns[-2][0] != number - 2:
            return None, 0.0, None
        other = (
            next(p for p in self.cast.people if p.name == voices[-2])
            if voices[-2] in self.names
            else None
        )
        return voices[-2], 0.62, other

    def _sentence_start(self, text: str, start: int, place: int) -> int:
        begin = start
        for _, at, end in sentences(text[: place - start], start):
            if end <= place:
                begin = at
        return begin

    def _where(self, run: Run, number: int) -> str | None:
        text, start = self.masked[number]
        context = " ".join(
            sentence
            for sentence, begin, end in sentences(text, start)
            if begin < run.end and end > run.start - 1
        )
        return where_said(context.replace("\x00", " ").strip(), self.names) if context else None

"""The demo's readers: each asks in the box's words, gets the mail, and presses the button in it."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from matinee.newsletters.models import Newsletter
from matinee.readers import asking, confirming, links, post_office
from matinee.readers.models import Subscription
from matinee.readers.request_meta import RequestMeta

_PORTION = 100  # readers a transaction


def _word(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "", plain.lower())


def people(data: dict[str, Any], count: int) -> Iterator[tuple[str, str, str]]:
    """Yield (address, name, territory) of `count` readers, the same ones every time."""
    chance = random.Random(1895)  # noqa: S311 - which demo reader lives where is no secret
    shares = data["readers"]["shares"]
    territories = chance.choices(list(shares), list(shares.values()), k=count)
    for number, territory in enumerate(territories, 1):
        names = data["readers"]["names"][territory]
        given, family = chance.choice(names["given"]), chance.choice(names["family"])
        local = ".".join(w for w in (_word(given), _word(family)) if w) or "reader"
        yield f"{local}.{number}@readers.example", f"{given} {family}", territory


def sign_up(data: dict[str, Any], count: int) -> Iterator[int]:
    """Sign readers up until there are `count`; yield how many are done, portion by portion."""
    newsletters = list(Newsletter.objects.filter(slug__in=[n["slug"] for n in data["newsletters"]]))
    newsletters.sort(key=lambda n: n.slug != data["newsletters"][0]["slug"])
    first = newsletters[0]
    have = Subscription.objects.mailable(first).count()
    wordings = {n.pk: n.current_wording() for n in newsletters}
    todo = list(people(data, count))[have:]
    done = min(have, count)
    yield done
    for start in range(0, len(todo), _PORTION):
        portion = todo[start : start + _PORTION]
        _ask_and_confirm(portion, newsletters, wordings, start + have)
        done += len(portion)
        yield done


def _ask_and_confirm(
    portion: list[tuple[str, str, str]],
    newsletters: list[Newsletter],
    wordings: dict[int, Any],
    offset: int,
) -> None:
    meta = RequestMeta(network="198.51.100.0/24", agent="Matinee demo")
    with transaction.atomic():
        asked = [
            asking.ask(
                address,
                newsletters[: 2 if (offset + i) % 3 == 0 else 1],
                offers=(offset + i) % 5 == 0,
                page="/newsletters/the-back-row/",
                form="demo",
                wording_by_newsletter=wordings,
                request_meta=meta,
                territory=territory,
                language="en-GB",
                name=name,
            )
            for i, (address, name, territory) in enumerate(portion)
        ]
    post_office.send_waiting()
    with transaction.atomic():
        for one in asked:
            token = links.confirm_tokens().mint(one.request_id, 0).leave
            confirming.confirm(token, meta)

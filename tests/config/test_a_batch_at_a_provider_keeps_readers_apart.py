"""Many letters in one request: each reader gets their own words, headers and links, and a fate.

The server on loopback does what the provider's documents say: it takes the batch apart (merging
where the provider merges) into what each reader would be sent.
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qs

import pytest

from matinee.config.provider_batches import BATCHES
from matinee.config.providers import MOST_IN_A_REQUEST, as_django
from matinee.post.relay import Envelope, Outcome
from tests.config.provider import (
    LETTER,
    TRICKY,
    Api,
    Provider,
    a_letter,
    envelopes,
    fates,
    hand_over,
    provider,
)

__all__ = ["provider"]  # the fixture

pytestmark = pytest.mark.filterwarnings("ignore:django-anymail has dropped official support")


@dataclass(frozen=True)
class Sent:
    """What one reader is sent."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    mark: str


def told(api: Api) -> Any:
    return json.loads(api.body)


def lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def form(api: Api) -> dict[str, list[str]]:
    """The fields of multipart/form-data or of a plain form."""
    kind = api.headers["Content-Type"]
    if kind.startswith("application/x-www-form-urlencoded"):
        return parse_qs(api.body.decode(), keep_blank_values=True)
    found: dict[str, list[str]] = {}
    parsed: Message = BytesParser().parsebytes(
        b"Content-Type: " + kind.encode() + b"\r\n\r\n" + api.body
    )
    for part in parsed.get_payload():
        name = part.get_param("name", header="content-disposition")
        found.setdefault(str(name), []).append(part.get_payload(decode=True).decode())
    return found


def of_postmark(api: Api) -> list[Sent]:
    return [
        Sent(m["To"], m["Subject"], m["TextBody"], m["HtmlBody"],
             lower({h["Name"]: h["Value"] for h in m["Headers"]}), m["Metadata"]["letter"])
        for m in (told(api) if isinstance(told(api), list) else [told(api)])
    ]  # fmt: skip


def of_resend(api: Api) -> list[Sent]:
    messages = told(api) if isinstance(told(api), list) else [told(api)]
    return [
        Sent(m["to"][0], m["subject"], m["text"], m["html"], lower(m["headers"]),
             json.loads(m["headers"]["X-Metadata"])["letter"])
        for m in messages
    ]  # fmt: skip


def of_brevo(api: Api) -> list[Sent]:
    whole = told(api)
    sent = []
    for version in whole.get("messageVersions", [whole]):
        m = {**{k: v for k, v in whole.items() if k != "messageVersions"}, **version}
        assert m["sender"]["email"] == "desk@t.example"
        sent.append(
            Sent(m["to"][0]["email"], m["subject"], m["textContent"], m["htmlContent"],
                 lower(m["headers"]), json.loads(m["headers"]["X-Mailin-custom"])["letter"])
        )  # fmt: skip
    return sent


def of_mailjet(api: Api) -> list[Sent]:
    whole = told(api)
    messages = [{**whole.get("Globals", {}), **m} for m in whole["Messages"]]
    return [
        Sent(m["To"][0]["Email"], m["Subject"], m["TextPart"], m["HTMLPart"], lower(m["Headers"]),
             json.loads(m["EventPayload"])["letter"])
        for m in messages
    ]  # fmt: skip


def of_mailtrap(api: Api) -> list[Sent]:
    whole = told(api)
    messages = [{**whole["base"], **m} for m in whole["requests"]] if "base" in whole else [whole]
    return [
        Sent(m["to"][0]["email"], m["subject"], m["text"], m["html"], lower(m["headers"]),
             m["custom_variables"]["letter"])
        for m in messages
    ]  # fmt: skip


def of_mailgun(api: Api) -> list[Sent]:
    fields = form(api)
    variables = json.loads(fields.get("recipient-variables", ["{}"])[0])
    sent = []
    for to in fields["to"]:
        address = re.sub(r".*<|>", "", to)
        own = variables.get(address, {})

        def merged(name: str, own: dict[str, str] = own) -> str:
            return re.sub(r"%recipient\.([^%]+)%", lambda m: own.get(m[1], m[0]), fields[name][0])

        headers = {name[2:]: merged(name) for name in fields if name.startswith("h:")}
        sent.append(Sent(address, merged("subject"), merged("text"), merged("html"),
                         lower(headers), merged("v:letter")))  # fmt: skip
    return sent


def of_sendgrid(api: Api) -> list[Sent]:
    whole = told(api)
    sent = []
    for one in whole["personalizations"]:
        swaps = one.get("substitutions", {})
        assert sum(len((k + v).encode()) for k, v in swaps.items()) <= 10_000

        def merged(text: str, swaps: dict[str, str] = swaps) -> str:
            for mark, value in swaps.items():
                text = text.replace(mark, value)
            return text

        content = {c["type"]: merged(c["value"]) for c in whole["content"]}
        args = {**whole.get("custom_args", {}), **one.get("custom_args", {})}
        sent.append(
            Sent(one["to"][0]["email"], merged(whole["subject"]), content["text/plain"],
                 content["text/html"],
                 lower({**whole.get("headers", {}), **one.get("headers", {})}), args["letter"])
        )  # fmt: skip
    return sent


# What each takes, and what it says when it has taken everything.
READ: dict[str, Callable[[Api], list[Sent]]] = {
    "postmark": of_postmark, "resend": of_resend, "brevo": of_brevo, "mailjet": of_mailjet,
    "mailtrap": of_mailtrap, "mailgun": of_mailgun, "sendgrid": of_sendgrid,
}  # fmt: skip


def well(name: str, sent: list[Sent], api: Api) -> tuple[int, Any]:
    match name:
        case "postmark":
            good = [{"ErrorCode": 0, "Message": "OK", "MessageID": "i", "To": s.to} for s in sent]
            return 200, good if isinstance(told(api), list) else good[0]
        case "resend":
            good = [{"id": f"i{n}"} for n, _ in enumerate(sent)]
            return 200, {"data": good} if isinstance(told(api), list) else good[0]
        case "brevo":
            if "messageVersions" in told(api):
                return 201, {"messageIds": [f"<{n}@b.example>" for n, _ in enumerate(sent)]}
            return 201, {"messageId": "<0@b.example>"}
        case "mailjet":
            return 200, {
                "Messages": [
                    {"Status": "success", "To": [{"Email": s.to, "MessageID": 7}]} for s in sent
                ]
            }
        case "mailtrap":
            good = [{"success": True, "message_ids": ["i"]} for _ in sent]
            return 200, {"success": True, "responses": good} if "base" in told(api) else good[0]
        case "mailgun":
            return 200, {"id": "<i@t.example>", "message": "Queued. Thank you."}
        case _:
            return 202, b""


class Books:
    """What the provider has taken, reader by reader."""

    def __init__(self, server: Provider, name: str) -> None:
        self.taken: list[Sent] = []
        self.requests: list[int] = []
        server.answer = lambda api: self.take(api, name)

    def take(self, api: Api, name: str) -> None:
        sent = READ[name](api)
        self.requests.append(len(sent))
        self.taken += sent
        api.say(*well(name, sent, api))


def address_of(sent: Sent) -> str:
    return re.sub(r".*<|>", "", sent.to)


def holds(sent: Sent, envelope: Envelope) -> None:
    """What was taken is the letter, whole, and its reader's only."""
    letter = as_django(envelope)
    assert sent.subject == letter.subject
    assert sent.text == letter.body
    assert sent.html == letter.alternatives[0][0]
    for name, value in letter.extra_headers.items():
        assert sent.headers[name.lower()] == value
    assert sent.mark == letter.metadata["letter"]


@pytest.mark.parametrize("name", sorted(READ))
def test_each_reader_gets_their_own_words_headers_and_links(provider, name):
    books, given = Books(provider, name), envelopes(120)
    results, _ = hand_over(name, 120)
    assert fates(results) == {"sent": 120}
    assert len(books.requests) == 3 and max(books.requests) <= MOST_IN_A_REQUEST
    taken = {address_of(sent): sent for sent in books.taken}
    assert len(taken) == len(books.taken) == 120
    for envelope in given:
        holds(taken[envelope.recipient], envelope)
    assert len({sent.headers["list-unsubscribe"] for sent in books.taken}) == 120
    assert len({sent.headers["message-id"] for sent in books.taken}) == 120


def test_every_batch_form_is_tried():
    assert set(READ) == set(BATCHES)


@pytest.mark.parametrize("name", ["mailgun", "sendgrid"])
def test_what_is_merged_goes_once_and_is_small(provider, name):
    Books(provider, name)
    words = "many words " * 2000
    hand_over(name, 40, connections=1, given=envelopes(40, a_letter(words)))
    (request,) = provider.seen
    assert len(request[1]) < 2 * len(words) + 40 * 1500


@pytest.mark.parametrize("name", ["mailgun", "sendgrid"])
def test_two_variants_in_one_window_keep_their_words(provider, name):
    one, other = a_letter("Opens on 6 March."), a_letter("No date yet, here.\nSo far.")
    given = [*envelopes(6, one)[:3], *envelopes(6, other)[3:]]
    books = Books(provider, name)
    results, _ = hand_over(name, 6, connections=1, given=given)
    assert fates(results) == {"sent": 6}
    taken = {address_of(sent): sent for sent in books.taken}
    for envelope in given:
        holds(taken[envelope.recipient], envelope)


@pytest.mark.parametrize("name", sorted(READ))
def test_a_batch_turned_away_for_one_reader_is_told_reader_by_reader(provider, name):
    books = Books(provider, name)

    def strict(api: Api) -> None:
        sent = READ[name](api)
        if any("reader1@" in s.to for s in sent):
            why = "reader1@readers.example is not an address"
            api.say(400, {"message": why, "Message": why, "ErrorMessage": why})
        else:
            books.take(api, name)

    provider.answer = strict
    results, _ = hand_over(name, 4, connections=1)
    assert [str(results[n].outcome) for n in range(4)] == ["sent", "refused", "sent", "sent"]
    assert "reader1" not in results[1].text
    assert sorted(address_of(s) for s in books.taken) == [
        f"reader{n}@readers.example" for n in (0, 2, 3)
    ]


@pytest.mark.parametrize("name", sorted(READ))
def test_a_batch_taken_but_never_answered_is_unknown_and_not_tried_again(provider, name):
    books = Books(provider, name)

    def mute(api: Api) -> None:
        books.taken += READ[name](api)
        api.close_connection = True
        api.connection.shutdown(socket.SHUT_RDWR)

    provider.answer = mute
    results, _ = hand_over(name, 5, connections=1)
    assert fates(results) == {"unknown": 5}
    assert len(books.taken) == 5


@pytest.mark.parametrize("name", sorted(READ))
def test_half_an_answer_counts_nobody_as_sent(provider, name):
    """The connection ends in the middle of the answer's body."""

    def half(api: Api) -> None:
        status, answer = well(name, READ[name](api), api)
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        api.send_response(status if body else 200)
        api.send_header("Content-Length", str(len(body) + 100))
        api.end_headers()
        api.wfile.write(body[: len(body) // 2])
        api.wfile.flush()
        api.close_connection = True
        api.connection.shutdown(socket.SHUT_RDWR)

    provider.answer = half
    results, _ = hand_over(name, 3, connections=1)
    assert fates(results) == {"unknown": 3}
    assert len(provider.seen) == 1


@pytest.mark.parametrize("name", ["postmark", "resend", "brevo", "mailjet", "mailtrap"])
def test_an_answer_that_tells_of_fewer_readers_than_were_sent_is_unknown(provider, name):
    def short(api: Api) -> None:
        api.say(*well(name, READ[name](api)[:-1], api))

    provider.answer = short
    results, _ = hand_over(name, 3, connections=1)
    assert fates(results) == {"unknown": 3}
    assert len(provider.seen) == 1


@pytest.mark.parametrize("name", sorted(READ))
def test_the_second_batch_failing_leaves_the_first_sent(provider, name):
    books = Books(provider, name)

    def once(api: Api) -> None:
        if len(provider.seen) == 1:
            books.take(api, name)
        else:
            api.say(500, {"message": "no"})

    provider.answer = once
    results, _ = hand_over(name, 100, connections=1)
    assert fates(results) == {"sent": 50, "unknown": 50}
    sent = {
        f"reader{key}@readers.example" for key, r in results.items() if str(r.outcome) == "sent"
    }
    assert sent == {address_of(s) for s in books.taken}
    assert len(provider.seen) == 2


@pytest.mark.parametrize("name", sorted(READ))
def test_a_batch_put_off_is_put_off_whole(provider, name):
    provider.answer = lambda api: api.say(429, {"message": "slow"}, Retry_After="9")
    results, relay = hand_over(name, 60, connections=1)
    assert fates(results) == {"deferred": 60}
    assert (len(provider.seen), relay.advice) == (1, 9)


@pytest.mark.parametrize("name", ["mailgun", "resend"])
def test_silence_after_a_batch_is_unknown(provider, name):
    provider.answer = lambda api: time.sleep(0.7)
    assert fates(hand_over(name, 2, connections=1)[0]) == {"unknown": 2}


def test_mailjet_and_mailtrap_tell_of_each(provider):
    bad = {"Status": "error", "Errors": [{"StatusCode": 400, "ErrorMessage": "reader0@x.example"}]}
    late = {"Status": "error", "Errors": [{"StatusCode": 429, "ErrorMessage": "slow"}]}
    good = {"Status": "success", "To": []}
    provider.answer = lambda api: api.say(400, {"Messages": [bad, good, late, "?"]})
    results, _ = hand_over("mailjet", 4, connections=1)
    assert [str(results[n].outcome) for n in range(4)] == ["refused", "sent", "deferred", "unknown"]
    assert "reader0" not in results[0].text
    answers = [{"success": False, "errors": ["'to' is bad"]}, {"success": True}, {}]
    provider.answer = lambda api: api.say(200, {"success": True, "responses": answers})
    results, _ = hand_over("mailtrap", 3, connections=1)
    assert [str(results[n].outcome) for n in range(3)] == ["refused", "sent", "unknown"]


@pytest.mark.parametrize("name", ["mailgun", "sendgrid"])
def test_odd_letters_go_alone_and_whole(provider, name):
    """An address that a provider would write its own way, and a reader who is there twice."""
    given = envelopes(4)
    values = {"name": "Åsa", "message_id": "<1.4.aa@t.example>", "leave": "M" * 43}
    idn = LETTER.fill({**values, "address": "åsa@bücher.example"})
    given.append(Envelope(4, "b@t.example", "åsa@bücher.example", idn))
    again = LETTER.fill(
        {**values, "address": "Reader1@readers.example", "message_id": "<1.5.aa@t.example>"}
    )
    given.append(Envelope(5, "b@t.example", "Reader1@readers.example", again))
    books = Books(provider, name)
    results, _ = hand_over(name, 6, connections=1, given=given)
    assert sorted(books.requests) == [1, 1, 4]
    assert results[5].outcome is Outcome.SENT
    ids = {s.headers["message-id"] for s in books.taken}
    assert ids == {f"<1.{n}.aa@t.example>" for n in range(6)}


def test_mailgun_never_merges_an_editor_s_own_words(provider):
    books, given = Books(provider, "mailgun"), envelopes(3, TRICKY)
    hand_over("mailgun", 3, connections=1, given=given)
    assert books.requests == [1, 1, 1]
    for envelope in given:
        holds(next(s for s in books.taken if address_of(s) == envelope.recipient), envelope)


def test_sendgrid_s_limit_on_fields_is_kept_by_going_alone(provider):
    given = [
        envelopes(3, a_letter(f"word{n} " * 2000))[n] for n in range(3)
    ]  # nothing in common, and long
    books = Books(provider, "sendgrid")
    results, _ = hand_over("sendgrid", 3, connections=1, given=given)
    assert fates(results) == {"sent": 3}
    assert books.requests == [1, 1, 1]


def test_a_provider_whose_answer_names_nobody_gets_one_request_a_reader(provider):
    good = {"total_accepted_recipients": 1, "total_rejected_recipients": 0, "id": "1"}
    provider.answer = lambda api: api.say(200, {"results": good})
    results, _ = hand_over("sparkpost", 5, connections=2)
    assert fates(results) == {"sent": 5}
    assert [len(json.loads(body)["recipients"]) for _, body in provider.seen] == [1] * 5

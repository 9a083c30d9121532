"""Providers' webhooks, in the shapes and with the signatures that they really have."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import OperationalError
from django.test import Client

from matinee.insight import notices
from matinee.insight.models import MailReport
from matinee.readers.erasing import erase
from matinee.readers.models import ConsentRecord, Reader, Subscription, Suppression
from tests.insight.returns import one_delivery, tokens

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailWarning"),
]
SIGNING_KEY = "key-of-mailgun"
SECRET = "desk:hush"
BASIC = {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(SECRET.encode()).decode()}


def message_id(delivery) -> str:
    return delivery.mailing.message_id(delivery.pk, "second-reel.net")


def mailgun(delivery, event: str, **data: Any) -> dict[str, Any]:
    moment, token = str(int(time.time())), "f" * 50
    mark = hmac.new(SIGNING_KEY.encode(), f"{moment}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": moment, "token": token, "signature": mark},
        "event-data": {
            "event": event,
            "id": "CPgfbmQMTCKtHW6uIWtuVe",
            "timestamp": 1521472262.908181,
            "recipient": "reader0@readers.example",
            "message": {"headers": {"message-id": message_id(delivery).strip("<>")}},
            "user-variables": {},
            **data,
        },
    }


HARD = {
    "severity": "permanent",
    "reason": "bounce",
    "delivery-status": {
        "code": 550,
        "message": "5.1.1 The email account that you tried to reach does not exist.",
    },
}
FULL = {
    "severity": "permanent",
    "reason": "bounce",
    "delivery-status": {"code": 552, "message": "5.2.2 The mailbox is over quota"},
}


@pytest.fixture
def post(client: Client, settings):
    settings.ANYMAIL = {
        "MAILGUN_WEBHOOK_SIGNING_KEY": SIGNING_KEY,
        "WEBHOOK_SECRET": SECRET,
    }
    strict = Client(enforce_csrf_checks=True)

    def send(provider: str, payload: Any, **headers: Any):
        # The same laptop of the provider presents the password too, where one is set.
        return strict.post(
            f"/anymail/{provider}/tracking/",
            payload if isinstance(payload, bytes) else json.dumps(payload),
            content_type="application/json",
            **{**BASIC, **headers},
        )

    return send


def kinds() -> list[str]:
    return sorted(MailReport.objects.values_list("kind", flat=True))


def test_mailgun_hard_bounce_suppresses(post):
    delivery = one_delivery()
    assert post("mailgun", mailgun(delivery, "failed", **HARD)).status_code == 200
    row = MailReport.objects.get()
    assert (row.kind, row.status, row.reason, row.via) == ("hard", "5.1.1", "no-mailbox", "Mailgun")
    assert row.delivery_id == delivery.pk
    assert Suppression.objects.get().reason == "bounce"


def test_mailgun_full_mailbox_is_counted_only(post):
    post("mailgun", mailgun(one_delivery(), "failed", **FULL))
    assert kinds() == ["soft"]
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("event", ["delivered", "opened", "clicked", "accepted"])
def test_what_is_no_failure_is_ignored(post, event):
    assert post("mailgun", mailgun(one_delivery(), event)).status_code == 200
    assert kinds() == []


def test_what_the_provider_tries_again_is_ignored(post):
    post("mailgun", mailgun(one_delivery(), "failed", **{**HARD, "severity": "temporary"}))
    assert kinds() == []


def test_a_wrong_signature_is_refused_and_changes_nothing(post):
    forged = mailgun(one_delivery(), "failed", **HARD)
    forged["signature"]["signature"] = "0" * 64
    answer = post("mailgun", forged)
    assert (answer.status_code, answer.content) == (400, b"")
    assert kinds() == []


def test_repeats_and_any_order_come_to_the_same(post):
    delivery = one_delivery()
    happened = [
        mailgun(delivery, "complained"),
        mailgun(delivery, "delivered"),
        mailgun(delivery, "failed", **HARD),
        mailgun(delivery, "complained"),
        mailgun(delivery, "failed", **HARD),
    ]
    for payload in happened:
        assert post("mailgun", payload).status_code == 200
    assert kinds() == ["complaint", "hard"]
    assert Subscription.objects.get().state == "left"
    assert ConsentRecord.objects.filter(event="withdrawn").count() == 1


def test_mailgun_unsubscribed_leaves_with_a_record(post):
    post("mailgun", mailgun(one_delivery(), "unsubscribed"))
    assert Subscription.objects.get().state == "left"
    assert not Suppression.objects.exists()
    assert ConsentRecord.objects.latest("pk").event == "withdrawn"


def postmark(delivery, kind: str, record: str = "Bounce", details: str = "") -> dict[str, Any]:
    return {
        "RecordType": record,
        "ID": 42,
        "Type": kind,
        "MessageID": "0a129aee-e1cd-480d-b08d-4f48548ff48d",
        "Details": details,
        "Email": "reader0@readers.example",
        "BouncedAt": "2024-03-14T08:00:00.0000000-04:00",
        "Metadata": {"letter": "leave+" + tokens(delivery).leave},
    }


@pytest.mark.parametrize(
    ("kind", "details", "kept"),
    [
        ("HardBounce", "smtp;550 5.1.1 The email account does not exist.", ["hard"]),
        ("SoftBounce", "", ["soft"]),
        ("SoftBounce", "smtp;452 4.2.2 mailbox full", ["soft"]),
        ("Blocked", "smtp;550 5.7.1 blocked by the spam filter", ["soft"]),
        ("BadEmailAddress", "", ["hard"]),
        ("AutoResponder", "", ["auto-reply"]),
        ("Transient", "", []),
    ],
)
def test_postmark_tells_by_our_metadata_behind_basic_auth(post, kind, details, kept):
    delivery = one_delivery()
    assert post("postmark", postmark(delivery, kind, details=details)).status_code == 200
    assert kinds() == kept
    assert Suppression.objects.exists() == (kept == ["hard"])


def test_postmark_spam_complaint(post):
    post("postmark", postmark(one_delivery(), "SpamComplaint", "SpamComplaint"))
    assert Suppression.objects.get().reason == "complaint"


@pytest.mark.parametrize("header", ["", "Basic " + base64.b64encode(b"desk:loud").decode()])
def test_a_wrong_password_is_refused(post, header):
    payload = postmark(one_delivery(), "HardBounce")
    assert post("postmark", payload, HTTP_AUTHORIZATION=header).status_code == 400
    assert kinds() == []


def test_sendgrid_signs_a_batch_with_its_own_key(post, settings):
    delivery = one_delivery()
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    settings.ANYMAIL = {
        "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY": base64.b64encode(public).decode()
    }
    event = {
        "email": "reader0@readers.example",
        "timestamp": 1710403200,
        "smtp-id": message_id(delivery),
        "sg_event_id": "one",
        "sg_message_id": "two",
    }
    batch = json.dumps(
        [
            {**event, "event": "processed"},
            {
                **event, "event": "bounce", "type": "bounce", "status": "5.1.1",
                "reason": "550 5.1.1 user unknown",
            },
            {**event, "event": "spamreport"},
        ]
    ).encode()  # fmt: skip

    def signed(body: bytes) -> dict[str, str]:
        mark = key.sign(b"1710403200" + body, ec.ECDSA(hashes.SHA256()))
        return {
            "HTTP_X_TWILIO_EMAIL_EVENT_WEBHOOK_SIGNATURE": base64.b64encode(mark).decode(),
            "HTTP_X_TWILIO_EMAIL_EVENT_WEBHOOK_TIMESTAMP": "1710403200",
        }

    assert post("sendgrid", batch, **signed(b"something else")).status_code == 400
    assert kinds() == []
    assert post("sendgrid", batch, **signed(batch)).status_code == 200
    assert kinds() == ["complaint", "hard"]


def ses(delivery, event: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    message = {
        **event,
        "mail": {
            "messageId": "0102018e",
            "destination": ["reader0@readers.example"],
            "headers": [{"name": "Message-ID", "value": message_id(delivery)}],
        },
    }
    notification = {
        "Type": "Notification",
        "MessageId": "19ba9823-d7f2-53c1-860e-cb10e0d13dfc",
        "TopicArn": "arn:aws:sns:eu-west-1:123456789012:letters",
        "Message": json.dumps(message),
        "Timestamp": "2024-03-14T08:00:00.000Z",
    }
    headers = {
        "HTTP_X_AMZ_SNS_MESSAGE_TYPE": "Notification",
        "HTTP_X_AMZ_SNS_MESSAGE_ID": notification["MessageId"],
    }
    return notification, headers


def ses_bounce(kind: str, diagnostic: str) -> dict[str, Any]:
    return {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": kind,
            "bounceSubType": "General",
            "bouncedRecipients": [
                {"emailAddress": "reader0@readers.example", "diagnosticCode": diagnostic}
            ],
        },
    }


@pytest.mark.parametrize(
    ("kind", "diagnostic", "kept"),
    [
        ("Permanent", "smtp; 550 5.1.1 user unknown", "hard"),
        ("Permanent", "", "hard"),
        ("Transient", "", "soft"),
        ("Transient", "smtp; 552 5.2.2 mailbox full", "soft"),
        ("Undetermined", "", "soft"),
    ],
)
def test_ses_tells_by_sns_behind_basic_auth(post, kind, diagnostic, kept):
    payload, headers = ses(one_delivery(), ses_bounce(kind, diagnostic))
    assert post("amazon_ses", payload, **headers).status_code == 200
    assert kinds() == [kept]


def test_ses_asks_for_the_password_first(post):
    payload, headers = ses(one_delivery(), ses_bounce("Permanent", ""))
    assert post("amazon_ses", payload, HTTP_AUTHORIZATION="", **headers).status_code == 401
    assert kinds() == []


def test_mail_of_others_by_the_same_account_is_not_ours(post):
    delivery = one_delivery()
    payload = mailgun(delivery, "failed", **HARD)
    payload["event-data"]["message"]["headers"]["message-id"] = "shop.1@second-reel.net"
    assert post("mailgun", payload).status_code == 200
    assert kinds() == []
    assert not Suppression.objects.exists()


def test_a_notice_about_an_erased_reader_brings_nobody_back(post):
    delivery = one_delivery()
    erase(Reader.objects.get())
    assert post("mailgun", mailgun(delivery, "complained")).status_code == 200
    assert Suppression.objects.get().reason == "erasure"


@pytest.mark.parametrize("provider", ["mailgun", "postmark", "amazon_ses", "brevo", "pigeon"])
def test_without_a_key_no_door_is_open(client, settings, provider):
    settings.ANYMAIL = {}
    answer = client.post(f"/anymail/{provider}/tracking/", b"{}", content_type="application/json")
    assert answer.status_code == 404


def test_mandrill_without_its_key_takes_nothing(client, settings):
    settings.ANYMAIL = {}
    answer = client.post("/anymail/mandrill/", b"mandrill_events=[]", content_type="text/plain")
    assert answer.status_code in {400, 404}


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"event-data": 3}'])
@pytest.mark.parametrize("provider", ["mailgun", "postmark", "sendgrid", "amazon_ses", "brevo"])
def test_a_body_that_is_no_notice_changes_nothing(post, provider, body):
    assert post(provider, body).status_code in {200, 400}
    assert kinds() == []


def test_our_own_trouble_asks_the_provider_to_come_again(post, monkeypatch):
    def no_database(*args: object) -> None:
        raise OperationalError("no disk")

    payload = mailgun(one_delivery(), "failed", **HARD)
    with monkeypatch.context() as away:
        away.setattr(notices, "record", no_database)
        assert post("mailgun", payload).status_code == 503
    assert post("mailgun", payload).status_code == 200
    assert kinds() == ["hard"]


def test_a_look_at_the_door_changes_nothing(post, client):
    assert client.head("/anymail/mailgun/tracking/").status_code == 200
    assert client.get("/anymail/mailgun/tracking/").status_code == 405

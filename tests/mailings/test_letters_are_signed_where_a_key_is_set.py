"""With DKIM_KEY every letter bears a signature that another implementation verifies."""

from __future__ import annotations

import pytest

import dkim
from matinee.mailings import sending
from matinee.post.inbox import Inbox
from tests.editions.newsroom import sound_edition
from tests.post.test_dkim_signatures_are_judged_good_by_dkimpy import RSA, pem, zone

pytestmark = pytest.mark.django_db


def test_a_letter_in_the_inbox_passes(settings):
    settings.DKIM_KEY, settings.DKIM_SELECTOR = pem(RSA).decode(), "r"
    sending.run(sending.start(sound_edition(), wake=False))
    (mail,) = Inbox(settings.INBOX_PATH).messages()
    assert dkim.verify(mail.message, dnsfunc=zone)


def test_a_key_that_cannot_sign_stops_the_sending_in_words(settings):
    settings.DKIM_KEY = "no key"
    with pytest.raises(sending.Refused, match="cannot be signed"):
        sending.start(sound_edition(), wake=False)

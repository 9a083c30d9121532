"""The one place for the secret of links in mail, and for the addresses they make."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from matinee.post.tokens import LinkTokens, Purpose, TokenPayload
from matinee.readers import keys


class RotatingLinkTokens(LinkTokens):
    """Mints under the present SECRET_KEY and still reads tokens of those before it."""

    def __init__(self, secrets: list[bytes]) -> None:
        """Take the secrets, newest first."""
        super().__init__(secrets[0])
        self._former = [LinkTokens(secret) for secret in secrets[1:]]

    def check(self, purpose: Purpose, token: str) -> TokenPayload | None:
        """Return what `token` stands for, or None unless one of our keys made it."""
        payload = super().check(purpose, token)
        for former in self._former if payload is None else []:
            payload = payload or former.check(purpose, token)
        return payload


_made: dict[tuple[str, ...], RotatingLinkTokens] = {}


def _tokens(purpose: str) -> RotatingLinkTokens:
    key = (purpose, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if key not in _made:
        _made[key] = RotatingLinkTokens(keys.every(purpose))
    return _made[key]


def link_tokens() -> LinkTokens:
    """Return the tokens of mail: "read" for opens and clicks, "leave" for unsubscribing."""
    return _tokens("links")


def confirm_tokens() -> LinkTokens:
    """Return the tokens of confirmation links: (request id, 0), purpose "leave"."""
    return _tokens("confirm")


def change_tokens() -> LinkTokens:
    """Return the tokens that confirm a change of address: (reader id, nonce).

    Purpose "leave" is the old mailbox's link and "read" the new one's.
    """
    return _tokens("change")


def own_tokens(deed: str) -> LinkTokens:
    """Return the tokens of links to one deed of a mailbox's owner: (reader id, seconds, issued)."""
    return _tokens(f"own-{deed}")


def undo_tokens() -> LinkTokens:
    """Return the tokens that undo a leaving: (subscription id, its record)."""
    return _tokens("undo")


def leave_token(subscription_id: int, delivery_id: int = 0) -> str:
    """Return the token of a subscription's unsubscribe and preference links."""
    return link_tokens().mint(subscription_id, delivery_id).leave


def absolute(path: str) -> str:
    """Return a path of this site as an absolute address."""
    return f"{settings.SITE_URL}{path}"


def leave_url(subscription_id: int) -> str:
    """Return the absolute unsubscribe address for mail that is no delivery."""
    return absolute(reverse("readers:leave", args=[leave_token(subscription_id)]))


def preferences_url(subscription_id: int) -> str:
    """Return the absolute address of the preference centre."""
    return absolute(reverse("readers:preferences", args=[leave_token(subscription_id)]))


def confirm_url(request_id: int) -> str:
    """Return the absolute address of a confirmation page."""
    token = confirm_tokens().mint(request_id, 0).leave
    return absolute(reverse("readers:confirm", args=[token]))

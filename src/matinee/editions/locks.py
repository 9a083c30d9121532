"""The lock on what has been sent."""

from __future__ import annotations

from typing import Any

from wagtail.locks import BaseLock


class SentLock(BaseLock):
    """Nobody edits an edition from the moment its sending starts."""

    def for_user(self, user: Any) -> bool:
        """It holds for everybody."""
        return True

    def get_message(self, user: Any) -> str:
        """Say why."""
        return (
            "This edition has gone out to readers, so it stays as it was sent. "
            "To say more, write the next one."
        )

    def get_locked_by(self, user: Any) -> str:
        """Say what holds it."""
        return "Sent"

    def get_description(self, user: Any) -> str:
        """Say what that means."""
        return "A sent edition is kept as it was, to the byte"

"""Logging in (RFC 4954): PLAIN, LOGIN and XOAUTH2."""

from __future__ import annotations

import base64
import ipaddress
from collections.abc import Awaitable, Callable

from matinee.post.smtp.options import Security, SmtpOptions
from matinee.post.smtp.replies import Reply

Say = Callable[[str], Awaitable[Reply]]


class NoWayIn(Exception):
    """We may not, or cannot, log in here; the text says why."""


def in_clear_is_fine(options: SmtpOptions) -> bool:
    """Whether a password may go over a line that nobody has encrypted.

    Only to this machine, or where the settings say that there shall be no TLS: a server that
    merely offers none may be somebody who took the offer out of the conversation.
    """
    if options.security is Security.NEVER or options.host == "localhost":
        return True
    try:
        return ipaddress.ip_address(options.host).is_loopback
    except ValueError:
        return False


async def login(say: Say, options: SmtpOptions, offered: list[str]) -> Reply:
    """Log in by the best way that both sides know; return the server's last word.

    `say` sends one line and returns the reply, `offered` is what EHLO told of AUTH. Raises
    NoWayIn where there is no way.
    """
    wanted = options.auth.upper()
    ways = {name.upper() for name in offered}
    if wanted == "XOAUTH2" or (not wanted and ways == {"XOAUTH2"}):
        return await _xoauth2(say, options)
    if "PLAIN" in ways and wanted in {"", "PLAIN"}:
        return await say(
            f"AUTH PLAIN {_b64(f'{chr(0)}{options.username}{chr(0)}{options.password}')}"
        )
    if "LOGIN" in ways and wanted in {"", "LOGIN"}:
        return await _login(say, options)
    raise NoWayIn("the relay offers no way to log in that we know")


async def _xoauth2(say: Say, options: SmtpOptions) -> Reply:
    bearer = f"user={options.username}\x01auth=Bearer {options.password}\x01\x01"
    reply = await say(f"AUTH XOAUTH2 {_b64(bearer)}")
    if reply.code == 334:
        reply = await say("")  # it tells why; an empty line asks for the verdict
    return reply


async def _login(say: Say, options: SmtpOptions) -> Reply:
    reply = await say("AUTH LOGIN")
    for answer in (options.username, options.password):
        if reply.code != 334:
            return reply
        reply = await say(_b64(answer))
    return reply


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")

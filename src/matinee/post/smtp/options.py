"""What a relay's address says of how to talk to it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote

from matinee.post.relay import RelayConfigError

SETTINGS = ("starttls", "auth", "ca_file")
AUTH = ("", "plain", "login", "xoauth2")


class Security(StrEnum):
    """How a connection is made private."""

    OFFERED = "offered"  # STARTTLS where the server offers it
    REQUIRED = "required"
    NEVER = "never"
    IMPLICIT = "implicit"  # TLS from the first byte (RFC 8314)


@lru_cache(maxsize=8)
def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """Return a context that checks the certificate and the host's name.

    Kept, as the system's authorities take long to read. Raises OSError for an unreadable file.
    """
    return ssl.create_default_context(cafile=ca_file)


@dataclass(frozen=True)
class SmtpOptions:
    """Where the relay is and how we behave towards it. `timeout` is in seconds.

    `helo` is the name that we give ourselves; where it is empty, this host's own.
    """

    host: str
    port: int
    username: str = ""
    password: str = ""
    security: Security = Security.OFFERED
    auth: str = ""
    helo: str = ""
    connections: int = 4
    timeout: float = 300.0
    connect_timeout: float = 30.0
    reuse: int = 1000
    ca_file: str | None = None

    def tls(self) -> ssl.SSLContext:
        """Return the context for this relay."""
        return tls_context(self.ca_file)


def options_of(
    parts: SplitResult, *, helo: str, connections: int, timeout: float, reuse: int
) -> SmtpOptions:
    """Return what an smtp:// or smtps:// URL asks for.

    Raises RelayConfigError, whose sentence holds nothing of the user name or password.
    """
    implicit = parts.scheme == "smtps"
    host, port = _place(parts)
    query = {key: values[-1] for key, values in parse_qs(parts.query, True).items()}
    if strange := sorted(set(query) - set(SETTINGS)):
        raise RelayConfigError(
            f"MAIL_URL has a setting {strange[0]!r}, which is none of {', '.join(SETTINGS)}."
        )
    if query.get("auth", "").lower() not in AUTH:
        raise RelayConfigError("MAIL_URL has an auth other than plain, login or xoauth2.")
    if parts.password and not parts.username:
        raise RelayConfigError("MAIL_URL has a password and no user name.")
    if query.get("auth") and not parts.username:
        raise RelayConfigError("MAIL_URL says how to log in, and as nobody.")
    return SmtpOptions(
        host=host,
        port=port or (465 if implicit else 25),
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=_security(query, implicit),
        auth=query.get("auth", "").lower(),
        helo=helo,
        connections=max(1, connections),
        timeout=timeout,
        reuse=max(1, reuse),
        ca_file=_ca_file(query),
    )


def _place(parts: SplitResult) -> tuple[str, int | None]:
    try:
        port = parts.port
    except ValueError as error:
        raise RelayConfigError("MAIL_URL has a port that is no number up to 65535.") from error
    if not parts.hostname:
        raise RelayConfigError("MAIL_URL names no host: smtp://host:25.")
    if parts.path not in {"", "/"} or parts.fragment:
        raise RelayConfigError(
            "MAIL_URL goes on after its host; a / or # in a password is written %2F or %23."
        )
    return parts.hostname, port


def _security(query: dict[str, str], implicit: bool) -> Security:
    said = query.get("starttls")
    if implicit:
        if said is not None:
            raise RelayConfigError("MAIL_URL is smtps://, which has TLS at once and no starttls.")
        return Security.IMPLICIT
    if said not in {None, "required", "offered", "never"}:
        raise RelayConfigError("MAIL_URL has a starttls other than required, offered or never.")
    return Security(said or "offered")


def _ca_file(query: dict[str, str]) -> str | None:
    name = query.get("ca_file")
    if name is None:
        return None
    try:
        tls_context(name)
    except OSError as error:
        raise RelayConfigError("MAIL_URL names a ca_file without readable certificates.") from error
    return name

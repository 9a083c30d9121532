"""What a relay's address says of how to talk to it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from enum import StrEnum


class Security(StrEnum):
    """How a connection is made private."""

    OFFERED = "offered"  # STARTTLS where the server offers it
    REQUIRED = "required"
    NEVER = "never"
    IMPLICIT = "implicit"  # TLS from the first byte (RFC 8314)


@dataclass(frozen=True)
class SmtpOptions:
    """Where the relay is and how we behave towards it. `timeout` is in seconds."""

    host: str
    port: int
    username: str = ""
    password: str = ""
    security: Security = Security.OFFERED
    auth: str = ""
    helo: str = "localhost"
    connections: int = 4
    timeout: float = 300.0
    connect_timeout: float = 30.0
    reuse: int = 1000
    ca_file: str | None = None

    def tls(self) -> ssl.SSLContext:
        """Return a context that checks the certificate and the host's name."""
        return ssl.create_default_context(cafile=self.ca_file)

"""Whether a link leads anywhere: asked over the web by the guards that pages are fetched with.

HEAD first (RFC 9110 section 9.3.2), then GET where the server takes no HEAD or refuses it: many do,
and answer a GET well. Nothing of a body is read.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpcore
import httpx

from matinee.stories.intake.fetch import (
    MAX_REDIRECTS,
    NO_SITE,
    FetchRefused,
    _checked_url,
    _CheckedBackend,
    _Transport,
)

SECONDS = 10.0
AGENT = "Matinee/0.1 (link check)"
# HEAD is often refused where GET is welcome; a redirect or a success is an answer by itself.
_HEAD_TELLS = range(200, 400)


@dataclass(frozen=True)
class Probed:
    """What a link leads to. `status`: the last answer's code, 0 where none came.

    `trouble`: "" or "refused" (we do not go there), "unreachable", "slow", "loop"; `why` says it in
    a sentence. `url`: where it ends. `insecure`: it goes from https to http on its way.
    `nowhere`: its site's name does not exist.
    """

    url: str
    status: int = 0
    trouble: str = ""
    why: str = ""
    insecure: bool = False
    nowhere: bool = False


def probe(url: str, *, allow_private: bool = False, seconds: float = SECONDS) -> Probed:
    """Ask where a link leads, in at most `seconds` altogether. Raises nothing."""
    backend = _CheckedBackend(time.monotonic() + seconds, allow_private)
    try:
        with httpx.Client(
            transport=_Transport(backend),
            trust_env=False,
            headers={"User-Agent": AGENT, "Accept": "text/html, */*;q=0.5"},
            timeout=seconds,
        ) as client:
            return _follow(client, url)
    except FetchRefused as error:
        if str(error) == NO_SITE:
            return Probed(url, trouble="unreachable", why=NO_SITE, nowhere=True)
        trouble = "unreachable" if error.unreached else "refused"
        return Probed(url, trouble=trouble, why=str(error))
    except (httpx.TimeoutException, httpcore.TimeoutException):
        return Probed(url, trouble="slow", why=f"It did not answer within {seconds:g} seconds.")
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return Probed(url, trouble="refused", why="This is no web address.")
    except (httpx.HTTPError, httpcore.ConnectError, httpcore.NetworkError, httpcore.ProtocolError,
            OSError):  # fmt: skip
        return Probed(url, trouble="unreachable", why="The site could not be reached from here.")


def _follow(client: httpx.Client, url: str) -> Probed:
    insecure = False
    for _ in range(MAX_REDIRECTS + 1):
        address = _checked_url(url)
        status, location = _ask(client, address)
        if not location:
            return Probed(str(address), status, insecure=insecure)
        onward = address.join(location)
        insecure = insecure or (address.scheme == "https" and onward.scheme == "http")
        url = str(onward)
    return Probed(url, trouble="loop", why=f"It sends on more than {MAX_REDIRECTS} times.")


def _ask(client: httpx.Client, address: httpx.URL) -> tuple[int, str]:
    """Return (status, where it sends on to or "")."""
    for method in ("HEAD", "GET"):
        with client.stream(method, address) as response:
            status = response.status_code
            location = response.headers.get("location", "") if response.is_redirect else ""
        if status in _HEAD_TELLS:
            break
    return status, location

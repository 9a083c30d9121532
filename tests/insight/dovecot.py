"""A real IMAP server in a folder: Debian's dovecot, on loopback, without root's rights."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.post.certificates import certificate

DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
USER, PASSWORD = "returns", "pa/ss word"
_SETTINGS = """
protocols = imap
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
listen = 127.0.0.1
default_internal_user = {owner}
default_login_user = {owner}
auth_failure_delay = 0
default_internal_group = {group}
first_valid_uid = 1
ssl = required
ssl_cert = <{pem}
ssl_key = <{pem}
mail_location = maildir:{home}/mail
namespace inbox {{
  inbox = yes
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service imap {{
  executable = imap
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Mailbox:
    """A running server's one mailbox: its folder, its ports and whom to trust."""

    home: Path
    plain: int
    tls: int
    authority: Path

    def url(self, *, scheme: str = "imaps", password: str = PASSWORD, more: str = "") -> str:
        """Return the IMAP_URL of its INBOX."""
        port = self.tls if scheme == "imaps" else self.plain
        shown = password.replace("/", "%2F").replace(" ", "%20")
        return f"{scheme}://{USER}:{shown}@127.0.0.1:{port}/INBOX?ca_file={self.authority}{more}"

    def put(self, raw: bytes, name: str) -> None:
        """Deliver a mail."""
        (self.home / "mail/tmp" / name).write_bytes(raw.replace(b"\r\n", b"\n"))
        (self.home / "mail/tmp" / name).rename(self.home / "mail/new" / name)

    def flags(self, folder: str = "") -> dict[str, str]:
        """Return the flags of each mail in a folder, by the name it was put under."""
        base = self.home / "mail" / folder
        seen = {path.name: "" for path in (base / "new").glob("*")}
        for path in (base / "cur").glob("*"):
            name, _, info = path.name.partition(":2,")
            seen[name.partition(",")[0]] = info
        return seen


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dovecot() -> Iterator[Mailbox]:
    """Run dovecot in a folder of its own and yield its mailbox.

    It never runs as root; where the tests do (in a container), it runs as nobody.
    """
    if DOVECOT is None:
        pytest.skip("dovecot-imapd is not installed")
    me = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    group = grp.getgrgid(me.pw_gid).gr_name
    home = Path(tempfile.mkdtemp(prefix="imap-"))
    box = Mailbox(home, _free_port(), _free_port(), certificate(home).path)
    for folder in ("new", "cur", "tmp"):
        (home / "mail" / folder).mkdir(parents=True)
    (home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (home / "dovecot.conf").write_text(
        _SETTINGS.format(
            home=home, owner=me.pw_name, group=group, pem=box.authority, uid=me.pw_uid,
            gid=me.pw_gid, plain=box.plain, tls=box.tls,
        )
    )  # fmt: skip
    as_whom = {}
    if os.getuid() == 0:
        for path in [home, *home.rglob("*")]:
            os.chown(path, me.pw_uid, me.pw_gid)
        as_whom = {"user": me.pw_name, "group": group, "extra_groups": []}
    process = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(home / "dovecot.conf")], stderr=subprocess.PIPE, **as_whom
    )
    try:
        _await(box, process)
        yield box
    finally:
        process.terminate()
        process.wait(20)
        assert process.stderr is not None
        process.stderr.close()
        shutil.rmtree(home, ignore_errors=True)


def _await(box: Mailbox, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            assert process.stderr is not None
            raise RuntimeError(f"dovecot ended: {process.stderr.read().decode()}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", box.plain), timeout=2) as s:
            if s.recv(10):
                return
        time.sleep(0.05)
    raise RuntimeError(f"dovecot does not answer: {(box.home / 'log').read_text()[-2000:]}")

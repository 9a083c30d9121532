"""What a DKIM signature costs beside the RSA in it.

    python benchmarks/dkim.py [--signatures N] [--json]

A letter of 25 KB is filled and signed with RSA-2048 for reader after reader. Yardsticks, in the
same run on the same cores: what `openssl speed` says of bare RSA-2048 signatures, the same by the
library that we sign with, and dkimpy signing finished messages. All count processor time.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:] = [str(ROOT), *(p for p in sys.path if Path(p or ".").resolve() != ROOT / "benchmarks")]

from cryptography.hazmat.primitives import hashes, serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15  # noqa: E402
from cryptography.hazmat.primitives.asymmetric.rsa import (  # noqa: E402
    RSAPrivateKey,
    generate_private_key,
)

import dkim  # noqa: E402
from benchmarks.fill import readers, sized_letter  # noqa: E402
from matinee.post.dkim import SIGNED, Signer  # noqa: E402
from matinee.post.signed import SignedLetter  # noqa: E402

DOMAIN = "tidewater.example"
ROUNDS = 5
BAR = 0.7  # of bare RSA signatures a second


def openssl_speed() -> float | None:
    """Return the RSA-2048 signatures a second of `openssl speed`, or None where it is not here."""
    command = shutil.which("openssl")
    if command is None:
        return None
    done = subprocess.run(
        [command, "speed", "-seconds", "1", "rsa2048"], capture_output=True, text=True, check=False
    )
    # rsa 2048 bits 0.000269s 0.000018s   3719.0  55445.5
    found = re.search(r"^rsa\s+2048 bits\s+\S+s\s+\S+s\s+([\d.]+)", done.stdout, re.MULTILINE)
    return float(found[1]) if found else None


def rate(make: Callable[[int], object], count: int) -> float:
    """Return the calls a second of processor time."""
    began = time.process_time()
    for n in range(count):
        make(n)
    return count / (time.process_time() - began)


def ways(key: RSAPrivateKey, count: int) -> dict[str, tuple[Callable[[int], object], int]]:
    """Return each thing to be measured, and how many of it a round takes."""
    letter, _ = sized_letter()
    everybody = readers(count, "Zoë Archer")
    messages = [letter.fill(values) for values in everybody[:50]]
    rsa = Signer(DOMAIN, [("bench", key)])
    both = Signer(DOMAIN, [("bench", key), ("bench2", Ed25519PrivateKey.generate())])
    signed, doubly = SignedLetter(letter, rsa), SignedLetter(letter, both)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    few = max(10, count // 20)

    def dkimpy(n: int) -> bytes:
        return dkim.sign(
            messages[n % 50], b"bench", DOMAIN.encode(), pem,
            canonicalize=(b"relaxed", b"relaxed"), include_headers=[b"from", *SIGNED],
        )  # fmt: skip

    return {
        "bare RSA by our library": (
            lambda n: key.sign(b"x" * 400 + bytes([n % 256]), PKCS1v15(), hashes.SHA256()),
            count,
        ),
        "filled and signed": (lambda n: signed.fill(everybody[n]), count),
        "filled, signed with RSA and Ed25519": (lambda n: doubly.fill(everybody[n]), count),
        "finished messages signed": (lambda n: rsa.sign(messages[n % 50]), count),
        "dkimpy": (dkimpy, few),
    }


def measure(count: int) -> dict[str, Any]:
    """Return the figures: the best of several rounds in which all take their turns."""
    key = generate_private_key(65537, 2048)
    best: dict[str, float] = {}
    measured = ways(key, count)
    for _ in range(ROUNDS):
        if (bare := openssl_speed()) is not None:
            best["openssl speed"] = max(best.get("openssl speed", 0.0), bare)
        for name, (make, times) in measured.items():
            best[name] = max(best.get(name, 0.0), rate(make, times))
    figures = {f"{name} per second": value for name, value in best.items()}
    signed = best["filled and signed"]
    ratios = {
        f"filled and signed / {name}": signed / best[name]
        for name in ("openssl speed", "bare RSA by our library", "dkimpy")
        if name in best
    }
    settings = {"signatures": count, "rounds": ROUNDS, "bits": 2048}
    return {"benchmark": "dkim", "figures": figures, "ratios": ratios, "settings": settings}


def table(result: dict[str, Any]) -> str:
    """Return the figures as a plain table."""
    rows = [f"dkim: {', '.join(f'{name} {value}' for name, value in result['settings'].items())}"]
    rows += [f"  {name:<52}{value:>10,.0f}" for name, value in result["figures"].items()]
    for name, value in result["ratios"].items():
        bar = "" if "dkimpy" in name else f"   (at least {BAR})"
        rows.append(f"  {name:<52}{value:>10.2f}{bar}")
    return "\n".join(rows)


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--signatures", type=int, default=1_000, help="a round")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(max(50, options.signatures))
    print(json.dumps(result) if options.json else table(result))


if __name__ == "__main__":
    main()

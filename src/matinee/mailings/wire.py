"""The wire: one window over the relay, with a gate that can be shut between two letters."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from matinee.mailings.pens import Filled
from matinee.mailings.receipts import Receipt, Receipts, ReceiptsError
from matinee.post.relay import Envelope, Outcome, Relay, Result

# Between two looks at what people and the database want (seconds).
SLICE = 0.5


class GateShut(Exception):
    """No further letter of this window may go to the wire."""


@dataclass
class Gate:
    """Whether the next letter may go. Once shut it stays shut for its window.

    `why_not` is asked before each letter; it says why none may go, or nothing.
    """

    why_not: Callable[[], str]
    shut_because: str = ""
    _patient_until: float | None = None

    def shut(self, why: str, *, patience: float | None = None) -> None:
        """Let no further letter go; those on the wire are waited for, `patience` seconds at most.

        Without a patience they are waited for as long as the relay's own time limits allow.
        """
        self.shut_because = self.shut_because or why
        if patience is not None and self._patient_until is None:
            self._patient_until = time.monotonic() + patience

    @property
    def out_of_patience(self) -> bool:
        """Whether the letters on the wire have been waited for long enough."""
        return self._patient_until is not None and time.monotonic() > self._patient_until

    def pass_through(self) -> None:
        """Raise GateShut unless the next letter may go now."""
        if not self.shut_because and (reason := self.why_not()):
            self.shut(reason)
        if self.shut_because:
            raise GateShut(self.shut_because)


@dataclass
class Sending:
    """One window on the wire: what was begun, and what came back."""

    receipts: Receipts
    gate: Gate
    started: set[int] = field(default_factory=set)
    results: dict[int, Receipt] = field(default_factory=dict)
    failure: ReceiptsError | None = None
    trouble: str = ""
    # Once so many have been begun (0: never), this is called.
    nearly_out: int = 0
    when_nearly_out: Callable[[], None] = lambda: None

    @property
    def on_the_wire(self) -> bool:
        """Whether a letter was begun that has no answer yet."""
        return len(self.started) > len(self.results)

    def begin(self, key: int) -> None:
        """Called just before a letter's first byte; raises GateShut when it must not go."""
        self.gate.pass_through()
        try:
            self.receipts.started(key)
        except ReceiptsError as error:
            self.fail(error)
            raise GateShut(str(error)) from error
        self.started.add(key)
        if len(self.started) == self.nearly_out:
            self.when_nearly_out()

    def end(self, result: Result) -> None:
        """Called at each reply: into the receipts before anything else."""
        never_left = result.key not in self.started and result.outcome is Outcome.DEFERRED
        if never_left and result.code in (None, 421):
            # The relay was not to be had; that says nothing of this reader, who waits on.
            self.trouble = result.text or "The relay does not answer."
            return
        reason = f"{result.enhanced} {result.text}".strip()
        receipt = Receipt(result.outcome, result.code or 0, reason)
        self.results[result.key] = receipt
        try:
            self.receipts.result(result.key, receipt)
        except ReceiptsError as error:
            self.fail(error)

    def fail(self, error: ReceiptsError) -> None:
        """Note that receipts cannot be written: nothing more may go."""
        self.failure = self.failure or error
        self.gate.shut(str(error))


class Outgoing:
    """An envelope whose message is filled at the moment it goes to the wire.

    The relay asks for `message` just before it writes it; that moment is what the receipts call
    the start, so that whatever never came to it surely never left.
    """

    __slots__ = ("_letter", "_sender", "_sending", "dotless", "key", "recipient")

    def __init__(self, key: int, recipient: str, letter: Filled, sending: Sending) -> None:
        self.key = key
        self.recipient = recipient
        self.dotless = letter.dotless
        self._letter = letter
        self._sender: str | None = None
        self._sending = sending

    @property
    def sender(self) -> str:
        """The return path."""
        if self._sender is None:
            self._sender = self._letter.sender
        return self._sender

    @property
    def message(self) -> bytes:
        """The finished message; raises GateShut when it must not go."""
        self._sending.begin(self.key)
        return self._letter.fill()


def _loop() -> asyncio.AbstractEventLoop:
    """Return an event loop: uvloop's, which takes a third less time a letter than Python's own."""
    try:
        import uvloop
    except ImportError:  # there is none for Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


class Wire:
    """A relay and the event loop it lives in. The loop runs only while a window is out."""

    def __init__(self, relay: Relay) -> None:
        self.relay = relay
        self._loop = _loop()
        # What stands before the first letter stands to the end; looked through for garbage again
        # and again it would cost an eighth of the time of sending.
        gc.freeze()

    def hand_over(
        self, outgoing: Sequence[Outgoing], sending: Sending, look: Callable[[], None]
    ) -> float:
        """Hand a window over; return how many seconds the relay asks us to wait (0: none).

        `look` is called twice a second, outside the loop, so that it may use the database.
        """
        envelopes: Sequence[Envelope] = outgoing  # type: ignore[assignment]  # by its fields
        task = self._loop.create_task(self.relay.hand_over(envelopes, sending.end))
        while not task.done():
            self._loop.run_until_complete(asyncio.wait({task}, timeout=SLICE))
            if not task.done():
                look()
                self._hang_up(sending)
        self._settle(task, sending)
        return self.relay.advice or 0.0

    def _hang_up(self, sending: Sending) -> None:
        """Once the gate is shut, wait no longer for a relay that has nothing of ours to answer."""
        if sending.gate.shut_because and (not sending.on_the_wire or sending.gate.out_of_patience):
            for lane in asyncio.all_tasks(self._loop):
                lane.cancel()

    def _settle(self, task: asyncio.Task[None], sending: Sending) -> None:
        """Wait for every lane: one that met the gate leaves others with letters on the wire."""
        while others := asyncio.all_tasks(self._loop):
            self._loop.run_until_complete(asyncio.wait(others, timeout=SLICE))
            self._hang_up(sending)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, GateShut):
            raise error

    def close(self) -> None:
        """Take leave of the relay and end the loop."""
        try:
            self._loop.run_until_complete(self.relay.close())
        finally:
            self._loop.close()
            gc.unfreeze()

"""`matinee edition`: draft an edition, look at it, check it, send it, and see how it stands."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, time
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from matinee.editions import preflight
from matinee.editions.drafting import DraftingError, draft
from matinee.editions.models import EditionPage
from matinee.mailings import control, holds, plans, progress, sending, status, trials, whom
from matinee.mailings.models import Mailing, Plan
from matinee.mailings.receipts import ReceiptsError
from matinee.newsletters.models import Newsletter
from matinee.post.relay import RelayConfigError
from matinee.publication.commands import ClearCommand

EDITION_HELP = "an edition's number (id), or a newsletter's slug for its newest edition"


def letters_a_second(text: str) -> float:
    """Read a rate; raises ArgumentTypeError below 0 or for no number."""
    try:
        rate = float(text)
    except ValueError:
        rate = -1.0
    if not 0 <= rate < 1e6:
        raise ArgumentTypeError(f"{text!r} is no number of letters a second, such as 50")
    return rate


def local_hour(text: str) -> time:
    """Read an hour such as 08:00; raises ArgumentTypeError."""
    try:
        return time.fromisoformat(text if ":" in text else f"{text}:00".zfill(5))
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no hour such as 08:00") from error


def local_day(text: str) -> date:
    """Read a day such as 2024-03-31; raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day such as 2024-03-31") from error


def domain_caps(text: str) -> dict[str, float]:
    """Read caps such as "gmail.com=20, yahoo.com=5"; raises ArgumentTypeError."""
    try:
        return plans.domain_caps(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def warm_up_days(text: str) -> list[int]:
    """Read a plan such as 500,1000,5000; raises ArgumentTypeError."""
    try:
        return plans.warm_up_days(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _whom_and_subjects(one: ArgumentParser) -> None:
    """Declare to whom it goes, and which subjects are tried first."""
    one.add_argument(
        "--territory",
        action="append",
        metavar="CODE",
        help="only to readers in this territory, such as IE; may be given again",
    )
    one.add_argument("--segment", metavar="NAME", help="only to readers of this saved segment")
    one.add_argument(
        "--subject",
        action="append",
        metavar="WORDS",
        help="try this subject beside the edition's own on a share of the readers; up to three",
    )
    one.add_argument(
        "--test-share", type=int, metavar="PERCENT", help="the share they are tried on (20)"
    )
    one.add_argument(
        "--test-hours", type=float, metavar="HOURS", help="how long they are tried (4)"
    )


def _with_a_way_on(error: sending.Refused) -> str:
    """Return why it is refused and, where only warnings stand, what to type to pass over them."""
    rules = dict.fromkeys(one.rule for one in error.findings)
    if not rules or any(one.level == "stop" for one in error.findings):
        return str(error)
    options = " ".join(f"--pass-over {rule}" for rule in rules)
    return f"{error} Mend them, or pass over them by name: {options}"


def find_newsletter(slug: str) -> Newsletter:
    """Return the newsletter; raises CommandError with the known slugs."""
    newsletter = Newsletter.objects.filter(slug=slug).first()
    if newsletter is None:
        known = ", ".join(Newsletter.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no newsletter {slug!r}. There are: {known}.")
    return newsletter


def find_edition(word: str) -> EditionPage:
    """Return the edition with this id, or the newest of the newsletter with this slug."""
    if word.isdigit():
        found: EditionPage | None = EditionPage.objects.filter(pk=int(word)).first()
        if found is None:
            raise CommandError(f"There is no edition {word}.")
        return found
    newsletter = find_newsletter(word)
    newest: EditionPage | None
    newest = EditionPage.objects.filter(newsletter=newsletter).order_by("-pk").first()
    if newest is None:
        raise CommandError(
            f"{newsletter} has no edition yet. Draft one: matinee edition draft {word}"
        )
    return newest


class Command(ClearCommand):
    """The edition's way from the command line."""

    help = "Draft, show, check and send editions, and say how they stand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the subcommands."""
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="DEED")
        one = deeds.add_parser("draft", help="make the next edition out of what was published")
        one.add_argument("newsletter", metavar="NEWSLETTER", help="a newsletter's slug")
        one.add_argument("--json", action="store_true", help="print one JSON object")
        for name, words in [
            ("show", "print an edition: subject, state, what is in it"),
            ("preflight", "check an edition; exit 1 where something stops it"),
            ("status", "say how an edition's mailing stands"),
        ]:
            one = deeds.add_parser(name, help=words)
            one.add_argument("edition", metavar="EDITION", help=EDITION_HELP)
            one.add_argument("--json", action="store_true", help="print one JSON object")
        one = deeds.add_parser(
            "send", help="send an edition to its readers; run again, it goes on where it was"
        )
        one.add_argument("edition", metavar="EDITION", help=EDITION_HELP)
        one.add_argument("--json", action="store_true", help="print one JSON object at the end")
        one.add_argument(
            "--detach", action="store_true", help="start it and leave the work to the workers"
        )
        one.add_argument(
            "--rate",
            type=letters_a_second,
            metavar="N",
            help="at most N letters a second over all workers; 0 for no cap",
        )
        one.add_argument(
            "--domain-rates",
            type=domain_caps,
            metavar="CAPS",
            help='letters a second to single domains: "gmail.com 20, yahoo.com 5"; none: ""',
        )
        one.add_argument(
            "--each-domain",
            type=letters_a_second,
            metavar="N",
            help="at most N letters a second to any other domain; 0 for no cap",
        )
        one.add_argument(
            "--warm-up",
            type=warm_up_days,
            metavar="DAYS",
            help='so many letters the first day, the second, …: "500, 1000, 5000"; none: ""',
        )
        one.add_argument(
            "--local-time",
            type=local_hour,
            metavar="HH:MM",
            help="at this hour where each reader is; for those past it, at once",
        )
        one.add_argument(
            "--on",
            type=local_day,
            metavar="DAY",
            help="the day of --local-time (default: today in the newsletter's zone)",
        )
        one.add_argument(
            "--pass-over",
            action="append",
            default=[],
            metavar="RULE",
            help="let these warnings pass, by their rules' names, and no other; may be given again",
        )
        one.add_argument(
            "--strict",
            action="store_true",
            help="let no warning pass but those named with --pass-over",
        )

        _whom_and_subjects(one)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the deed."""
        getattr(self, options["deed"])(options)

    def _print(self, data: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(data, ensure_ascii=False))

    def draft(self, options: dict[str, Any]) -> None:
        """Draft and say what came of it."""
        try:
            edition = draft(find_newsletter(options["newsletter"]))
        except DraftingError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self._print(status.of(edition))
            return
        self.stdout.write(
            f"Drafted edition {edition.pk} of {edition.newsletter}: {edition.subject}\n"
            f"Look at it: matinee edition show {edition.pk}. "
            f"Send it: matinee edition send {edition.pk}"
        )

    def show(self, options: dict[str, Any]) -> None:
        """Print the edition's words."""
        edition = find_edition(options["edition"])
        blocks = [block.block_type for block in edition.body]
        if options["json"]:
            extra = {"preheader": edition.preheader, "number": edition.number, "blocks": blocks}
            self._print({**status.of(edition), **extra})
            return
        self.stdout.write(f"Edition {edition.pk} of {edition.newsletter} ({edition.state})")
        self.stdout.write(f"Subject: {edition.subject}")
        self.stdout.write(f"Preheader: {edition.preheader}")
        self.stdout.write(f"Blocks: {', '.join(blocks) or 'none'}")
        self.stdout.write(f"Archive: {edition.archive_url}")

    def preflight(self, options: dict[str, Any]) -> None:
        """Print the findings; those that stop it make the command fail."""
        edition = find_edition(options["edition"])
        findings = preflight.check(edition)
        if options["json"]:
            told = [
                {"rule": f.rule, "level": f.level, "where": f.where, "why": f.why, "mend": f.mend}
                for f in findings
            ]
            self._print({"edition": edition.pk, "findings": told})
        else:
            for f in findings:
                self.stdout.write(f"{f.level} ({f.rule}): {f.where}: {f.why} {f.mend}")
            if not findings:
                self.stdout.write("Nothing to mend.")
        stops = sum(1 for finding in findings if finding.level == "stop")
        if stops:
            what = "One finding stops" if stops == 1 else f"{stops} findings stop"
            raise CommandError(f"{what} edition {edition.pk}.")

    def status(self, options: dict[str, Any]) -> None:
        """Print how it stands."""
        edition = find_edition(options["edition"])
        if options["json"]:
            self._print(status.of(edition))
            return
        mailing = Mailing.objects.filter(edition=edition).first()
        self.stdout.write(f"Edition {edition.pk} of {edition.newsletter}: {edition.state}")
        if mailing:
            self.stdout.write(
                f"Mailing {mailing.pk} ({mailing.state}): {progress.sentence(mailing)}"
            )
            if mailing.trouble:
                self.stdout.write(mailing.trouble)
            for line in [] if mailing.is_over else holds.told(mailing):
                self.stdout.write(line)
            if trial := trials.of(mailing):
                for one in trial.tried:
                    self.stdout.write(f"Subject {one.number}, “{one.subject}”: {one.sentence}.")
                self.stdout.write(f"{trial.verdict.sentence} {trial.outcome}")

    def send(self, options: dict[str, Any]) -> None:
        """Start or go on, and work until done unless detached."""
        edition = find_edition(options["edition"])
        mailing = self._started(edition, options)
        try:
            if not options["detach"]:
                mailing = self._work(mailing, options)
        except ReceiptsError as error:
            raise CommandError(str(error)) from error
        except RelayConfigError as error:
            raise CommandError(f"MAIL_URL cannot be used: {error}") from error
        edition.refresh_from_db()
        if options["json"]:
            self._print(status.of(edition))
        elif options["detach"]:
            self.stdout.write(
                f"Edition {edition.pk} is with the workers, for {mailing.audience:,} readers. "
                f"See: matinee edition status {edition.pk}"
            )
        else:
            self.stdout.write(progress.sentence(mailing))
        self._tell_unfinished(edition, mailing, options)

    def _started(self, edition: EditionPage, options: dict[str, Any]) -> Mailing:
        """Return the edition's mailing, started now or going on from where it was."""
        mailing = Mailing.objects.filter(edition=edition).first()
        if mailing is None:
            try:
                sending.pass_over(edition, self._passed_over(edition, options))
                plan = self._plan(edition, options)
                return sending.start(edition, plan=plan, wake=options["detach"])
            except whom.NoSuchReaders as error:
                raise CommandError(str(error)) from error
            except sending.Refused as error:
                # Two who start it at once both send it: one starts, the other joins.
                mailing = Mailing.objects.filter(edition=edition).first()
                if mailing is None:
                    raise CommandError(_with_a_way_on(error)) from error
        self._change(mailing, options)
        if mailing.state in {Mailing.State.PAUSED, Mailing.State.STOPPED}:
            sys.stderr.write(f"It was {mailing.state}; going on where it was.\n")
            control.resume(mailing)
        return mailing

    def _passed_over(self, edition: EditionPage, options: dict[str, Any]) -> list[str]:
        """Return the rules whose warnings pass: those named, else all, each told and recorded."""
        if options["strict"] or options["pass_over"]:
            return list(options["pass_over"])
        warnings = [one for one in preflight.standing(edition) if one.level == "warn"]
        for one in warnings:
            sys.stderr.write(
                f"Passed over, and written down: {one.rule} ({one.where}): {one.why}\n"
            )
        return list(dict.fromkeys(one.rule for one in warnings))

    def _plan(self, edition: EditionPage, options: dict[str, Any]) -> Plan:
        """Return the edition's plan with what is said here put over it; nothing is kept."""
        plan = plans.of(edition)
        for name, option in [
            ("rate", "rate"),
            ("domain_rates", "domain_rates"),
            ("domain_rate", "each_domain"),
            ("warm_up", "warm_up"),
            ("local_time", "local_time"),
            ("local_day", "on"),
            ("subjects", "subject"),
            ("test_share", "test_share"),
            ("test_hours", "test_hours"),
        ]:
            if options[option] is not None:
                setattr(plan, name, options[option])
        if options["on"] and not plan.local_time:
            raise CommandError("--on is the day of an hour: give --local-time too.")
        if options["territory"] is not None or options["segment"] is not None:
            chosen = whom.read(options["territory"] or (), options["segment"] or "")
            plan.territories, plan.segment_number = list(chosen.territories), chosen.segment
        if plan.local_time and not plan.local_day:
            plan.local_day = timezone.now().astimezone(edition.newsletter.zone).date()
        return plan

    def _change(self, mailing: Mailing, options: dict[str, Any]) -> None:
        """Change the caps of a mailing that has been started; its hours and readers stay."""
        if any(options[name] for name in ("territory", "segment", "subject")):
            raise CommandError("It has been started. To whom and its subjects stay as they are.")
        if options["local_time"] or options["on"]:
            raise CommandError("It has been started. Its hours can be changed no more.")
        if options["rate"] is not None and options["rate"] != mailing.rate:
            control.set_rate(mailing, options["rate"])
        one = mailing.domain_rates if options["domain_rates"] is None else options["domain_rates"]
        rest = mailing.domain_rate if options["each_domain"] is None else options["each_domain"]
        if (one, rest) != (mailing.domain_rates, mailing.domain_rate):
            control.set_domain_caps(mailing, one, rest)
        if options["warm_up"] is not None and options["warm_up"] != mailing.warm_up:
            control.set_warm_up(mailing, options["warm_up"])

    def _work(self, mailing: Mailing, options: dict[str, Any]) -> Mailing:
        shown = sys.stderr.isatty() and not options["json"]
        with progress.bar(mailing, shown=shown) as tell:
            return sending.run(mailing, progress=tell)

    def _tell_unfinished(
        self, edition: EditionPage, mailing: Mailing, options: dict[str, Any]
    ) -> None:
        if options["detach"] or mailing.state == Mailing.State.DONE:
            return
        on = f"matinee edition send {edition.pk}"
        if mailing.state == Mailing.State.RUNNING:
            raise CommandError(f"Stopped after the letters on the wire. Go on with: {on}")
        raise CommandError(f"The mailing was {mailing.state} from elsewhere. Go on with: {on}")

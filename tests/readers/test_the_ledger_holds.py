"""The ledger: the database refuses to change it, and the chain shows it where somebody did."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import (
    DatabaseError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from matinee.newsletters.models import Wording
from matinee.readers import erasing, ledger, links, vault
from matinee.readers.models import ConsentRecord, ReaderKey, Seal, UnsealedRecord
from matinee.readers.models.ledger import AppendOnly
from matinee.readers.use_cases import confirm
from tests.readers.factories import asked, newsletter, notice, reader

migration = import_module("matinee.readers.migrations.0002_ledger_triggers")


def confirmed(address: str = "ada@example.com") -> None:
    confirm(links.confirm_tokens().mint(asked(address, newsletter()).request_id, 0).leave)


@contextmanager
def no_triggers() -> Iterator[None]:
    """Let a test do what the database otherwise refuses: be the one who owns it."""
    with connection.cursor() as cursor:
        for sql in migration.reverse_statements(connection.vendor):
            cursor.execute(sql)
        yield
        for sql in migration.statements(connection.vendor):
            cursor.execute(sql, None)


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["readers_consentrecord", "readers_seal"])
def test_the_database_refuses_update_delete_and_replace(table: str) -> None:
    confirmed()
    ledger.seal_waiting()
    column = "page" if table.endswith("record") else "hash"
    refused(f"UPDATE {table} SET {column} = 'x'")
    refused(f"DELETE FROM {table}")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers=OFF")
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        refused(f"REPLACE INTO {table} SELECT * FROM {table}")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db
def test_python_refuses_too() -> None:
    confirmed()
    record = ConsentRecord.objects.first()
    assert record
    record.page = "/elsewhere/"
    with pytest.raises(AppendOnly):
        record.save()
    with pytest.raises(AppendOnly):
        record.delete()


@pytest.mark.django_db
def test_a_whole_chain_is_whole() -> None:
    for n in range(7):
        confirmed(f"reader{n}@example.com")
    assert ledger.seal_waiting() == 14
    assert ledger.seal_waiting() == 0
    verdict = ledger.verify()
    assert (verdict.records, verdict.ok) == (14, True)
    assert ledger.verify(expected_head=verdict.head).ok


def tamper_record() -> int:
    record = ConsentRecord.objects.order_by("pk")[3]
    ConsentRecord.objects.filter(pk=record.pk).update(page="/never-was/")
    return record.pk


def tamper_personal() -> int:
    record = ConsentRecord.objects.order_by("pk")[2]
    forged = vault.close(record.reader_id, vault.new_key(), {"address": "other@example.com"})
    ConsentRecord.objects.filter(pk=record.pk).update(personal=forged)
    return record.pk


def remove_record() -> int:
    record = ConsentRecord.objects.order_by("pk")[4]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE readers_subscription SET state = 'left', proof_id = NULL")
        cursor.execute("DELETE FROM readers_consentrecord WHERE id = %s", [record.pk])
    return record.pk


def remove_record_and_seal() -> int:
    seal = Seal.objects.get(position=5)
    record_id = remove_record()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM readers_seal WHERE record_id = %s", [record_id])
    assert seal.record_id == record_id
    return Seal.objects.get(position=6).record_id


def slip_one_in() -> int:
    first = ConsentRecord.objects.order_by("pk")[0]
    first.pk, first._state.adding = None, True
    first.save()
    return first.pk


def reword() -> int:
    record = ConsentRecord.objects.order_by("pk")[2]
    Wording.objects.filter(pk=record.wording_id).update(words={"prompt": "Something else"})
    return record.pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed",
    [tamper_record, tamper_personal, remove_record, remove_record_and_seal, slip_one_in, reword],
)
def test_the_walk_names_the_first_broken_record(deed: Callable[[], int]) -> None:
    for n in range(4):
        confirmed(f"reader{n}@example.com")
    ledger.seal_waiting()
    with no_triggers():
        broken = deed()
    verdict = ledger.verify()
    assert (verdict.ok, verdict.first_broken) == (False, broken)
    assert verdict.why


@pytest.mark.django_db
def test_a_cut_tail_shows_against_a_hash_noted_down_earlier() -> None:
    confirmed()
    ledger.seal_waiting()
    noted = ledger.verify().head
    with no_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE readers_subscription SET state = 'left', proof_id = NULL")
        cursor.execute("DELETE FROM readers_seal WHERE position = 2")
        cursor.execute("DELETE FROM readers_consentrecord WHERE event = 'confirmed'")
    assert ledger.verify().ok
    assert not ledger.verify(expected_head=noted).ok


@pytest.mark.django_db
def test_erasing_destroys_the_key_and_keeps_the_chain_whole() -> None:
    confirmed()
    gone = reader()
    number, key = gone.pk, bytes(ReaderKey.objects.get(pk=gone.pk).key)
    [personal, *_] = ConsentRecord.objects.filter(reader_id=number).values_list(
        "personal", flat=True
    )
    assert vault.open_(number, key, personal)["address"] == "ada@example.com"
    erasing.erase(gone)
    ledger.seal_waiting()
    assert not ReaderKey.objects.filter(pk=number).exists()
    assert ConsentRecord.objects.filter(reader_id=number).count() == 3
    assert ledger.verify().ok
    with pytest.raises(vault.Sealed):
        vault.open_(number, vault.new_key(), personal)


@pytest.mark.django_db
def test_verify_speaks_as_scripts_expect() -> None:
    confirmed()
    out = io.StringIO()
    call_command("consent", "verify", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["records"], said["ok"], said["first_broken"]) == (2, True, None)
    with no_triggers():
        broken = ConsentRecord.objects.order_by("pk")[1].pk
        ConsentRecord.objects.filter(pk=broken).update(form="other")
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("consent", "verify", "--json", stdout=out)
    assert ended.value.code == 1
    said = json.loads(out.getvalue())
    assert (said["ok"], said["first_broken"]) == (False, broken)


@pytest.mark.django_db
def test_the_document_says_who_what_when_where_and_in_which_words() -> None:
    notice()
    letter = newsletter(name="Night Shift")
    what = asked("ada@example.com", letter, offers=True, page="/film/a/")
    confirm(links.confirm_tokens().mint(what.request_id, 0).leave)
    out = io.StringIO()
    call_command("consent", "prove", "ada@example.com", stdout=out)
    text = " ".join(out.getvalue().split())
    for wanted in (
        "ada@example.com",
        "Night Shift",
        "/film/a/",
        "198.51.100.0/24",
        "Test browser",
        letter.box_words()["prompt"],
        letter.box_words()["offers"],
        "Confirmed from the mailbox",
        "stands in the chain as it was written",
    ):
        assert wanted in text
    out = io.StringIO()
    call_command("consent", "prove", "ADA@example.com", "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert document["holds"]
    assert [r["event"] for r in document["records"]] == ["asked", "asked", "confirmed", "confirmed"]


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_make_one_chain() -> None:
    for n in range(10):
        asked(f"reader{n}@example.com", newsletter())
    with no_triggers():
        # Unsealed again, so that all of them wait at once.
        Seal.objects.all()._raw_delete("default")  # type: ignore[attr-defined]
    UnsealedRecord.objects.bulk_create(
        [UnsealedRecord(record_id=r.pk) for r in ConsentRecord.objects.all()],
        ignore_conflicts=True,
    )
    errors: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(200):
                try:
                    ledger.seal_waiting()
                    break
                except OperationalError:
                    # Tests share one database in memory, where SQLite doesn't wait for a lock.
                    time.sleep(0.01)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert not errors
    verdict = ledger.verify()
    assert (verdict.records, verdict.ok) == (10, True)

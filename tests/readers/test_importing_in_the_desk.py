"""Importing in the desk: a file is looked at, tried, imported by a worker, stopped, forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from matinee.newsletters.models import Newsletter
from matinee.readers import importing
from matinee.readers.importing import BadFile, desk, peeking
from matinee.readers.models import ConsentRecord, Reader, ReaderImport, Subscription
from tests.readers.factories import newsletter

pytestmark = pytest.mark.django_db
PLAIN = "email,name,country\nada@example.com,Ada,GB\nnonsense,Nobody,GB\nben@example.com,Ben,US\n"
BASIS = "Confirmed by mail at the last publisher"
HOME = "/desk/readers/import/"


@pytest.fixture(autouse=True)
def _var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def editor() -> Client:
    user = User.objects.create_user("importer", "importer@example.com", "pw")
    for name in ("access_admin", "import_reader"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    assert client.login(username="importer", password="pw")
    return client


def bring(client: Client, text: str | bytes, letter: Newsletter, name: str = "list.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(name, data)
    return client.post(HOME, {"file": file, "newsletter": letter.slug})


def do(client: Client, job: ReaderImport, deed: str, **fields: str) -> Any:
    return client.post(f"{HOME}{job.pk}/do/", {"do": deed, **fields})


def tried(client: Client, text: str = PLAIN, letter: Newsletter | None = None) -> ReaderImport:
    bring(client, text, letter or newsletter())
    job = ReaderImport.objects.first()
    assert job
    assert do(client, job, "try", basis=BASIS).status_code == 302
    assert desk.work(job.pk)
    job.refresh_from_db()
    return job


def page(client: Client, job: ReaderImport) -> str:
    return client.get(f"{HOME}{job.pk}/").content.decode()


def test_a_file_is_looked_at_tried_and_imported(editor: Client) -> None:
    letter = newsletter()
    assert "None yet." in editor.get(HOME).content.decode()
    assert bring(editor, PLAIN, letter).status_code == 302
    job = ReaderImport.objects.get()
    shown = page(editor, job)
    for words in ("A plain list", "UTF-8", "ada@example.com", "country", "Try it"):
        assert words in shown

    assert do(editor, job, "try", basis=BASIS).status_code == 302
    assert "Trying it" in page(editor, job)
    assert desk.work(job.pk)
    job.refresh_from_db()
    assert job.state == "tried"
    assert job.counts["new"] == 2
    assert not Reader.objects.exists()
    assert "Import 2 readers" in page(editor, job)

    assert do(editor, job, "import").status_code == 302
    assert editor.get(f"{HOME}{job.pk}/status/").json()["at_work"]
    assert desk.work(job.pk)
    assert "Imported into" in page(editor, job)
    status = editor.get(f"{HOME}{job.pk}/status/").json()
    assert status == {"state": "done", "percent": 100, "at_work": False}
    assert Subscription.objects.mailable(letter).count() == 2
    records = ConsentRecord.objects.filter(event="imported")
    assert {r.basis for r in records} == {BASIS}
    assert {r.page.startswith("import") or r.form == "import" for r in records} == {True}


def test_the_lines_that_were_not_taken_can_be_had_with_their_reasons(editor: Client) -> None:
    job = tried(editor)
    assert "which, and why" in page(editor, job)
    response = editor.get(f"{HOME}{job.pk}/rejects.csv")
    text = b"".join(response.streaming_content).decode()
    assert text.splitlines()[1].startswith("3,That is no email address.,nonsense")
    assert "list.rejects.csv" in response["Content-Disposition"]


def test_importing_again_changes_nothing(editor: Client) -> None:
    letter = newsletter()
    job = tried(editor, letter=letter)
    do(editor, job, "import")
    desk.work(job.pk)
    before = ConsentRecord.objects.count()
    again = tried(editor, letter=letter)
    assert again.counts["new"] == 0
    assert again.counts["unchanged"] == 2
    assert "nothing to import" in page(editor, again)
    do(editor, again, "import")
    desk.work(again.pk)
    assert ConsentRecord.objects.count() == before


def test_an_import_is_not_begun_untried_or_without_a_basis(editor: Client) -> None:
    bring(editor, PLAIN, newsletter())
    job = ReaderImport.objects.get()
    do(editor, job, "import")
    assert not desk.work(job.pk)
    refused = do(editor, job, "try", basis="  ")
    assert refused.status_code == 422
    assert "on what basis" in refused.content.decode()
    job.refresh_from_db()
    assert job.state == "look"


def test_columns_are_corrected_by_hand(editor: Client) -> None:
    bring(editor, "Kontakt;Wer\nada@example.com;Ada\n", newsletter())
    job = ReaderImport.objects.get()
    assert "please choose it" in page(editor, job)
    refused = do(editor, job, "try", basis=BASIS)
    assert refused.status_code == 422
    assert "Choose the column" in refused.content.decode()
    do(editor, job, "try", basis=BASIS, address="0", name="1")
    desk.work(job.pk)
    do(editor, job, "import")
    desk.work(job.pk)
    reader = Reader.objects.get()
    assert (reader.address, reader.name) == ("ada@example.com", "Ada")


def test_stopping_keeps_what_came_in_and_trying_again_goes_on(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = newsletter()
    text = "email\n" + "".join(f"r{n}@example.com\n" for n in range(20))
    job = tried(editor, text, letter)
    monkeypatch.setattr(importing, "BATCH", 5)
    do(editor, job, "import")
    do(editor, job, "stop")
    assert "Stopping" in page(editor, job)
    assert desk.work(job.pk)
    job.refresh_from_db()
    assert job.state == "stopped"
    assert Reader.objects.count() == 5
    assert "Stopped at" in page(editor, job)
    do(editor, job, "try", basis=BASIS)
    desk.work(job.pk)
    do(editor, job, "import")
    desk.work(job.pk)
    assert Reader.objects.count() == 20
    assert ConsentRecord.objects.filter(event="imported").count() == 20


def test_two_workers_do_not_do_one_import(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    job = tried(editor)
    do(editor, job, "import")
    told: list[bool] = []
    run = importing.run

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        told.append(desk.work(job.pk))
        return run(*args, **kwargs)

    monkeypatch.setattr(importing, "run", meanwhile)
    assert desk.work(job.pk)
    assert told == [False]


def test_an_import_whose_worker_died_is_taken_up_by_the_tick(editor: Client) -> None:
    job = tried(editor)
    do(editor, job, "import")
    ReaderImport.objects.update(heard_at=timezone.now())
    assert desk.take_up() == 0
    ReaderImport.objects.update(heard_at=timezone.now() - timedelta(minutes=3))
    assert desk.take_up() == 1
    assert desk.work(job.pk)
    assert Reader.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "spreadsheet or a zip"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x02\x03email", "no text"),
        (b"\n\n", "its first line is"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason_and_the_choice_kept(
    editor: Client, data: bytes, words: str
) -> None:
    newsletter(name="Another")
    letter = newsletter(name="Chosen")
    response = bring(editor, data, letter)
    shown = response.content.decode()
    assert response.status_code == 422
    assert words in shown
    assert f'value="{letter.slug}" selected' in shown
    assert not ReaderImport.objects.exists()
    assert list(desk.folder().iterdir()) == []


def test_a_file_that_is_too_large_is_refused(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "MOST_BYTES", 10)
    response = bring(editor, PLAIN, newsletter())
    assert "larger than" in response.content.decode()
    assert not ReaderImport.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_odd_encodings_are_read(editor: Client, encoding: str) -> None:
    bring(editor, "email,name\nada@example.com,Zoë\n".encode(encoding), newsletter())
    shown = page(editor, ReaderImport.objects.get())
    assert "Zoë" in shown
    assert "ada@example.com" in shown


@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_list_or_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    try:
        found = peeking.peek(path)
    except BadFile as error:
        assert str(error)
    else:
        assert len(found.samples) == len(found.header)


def test_files_are_private_and_forgotten_after_a_week(editor: Client) -> None:
    job = tried(editor)
    assert desk.folder().stat().st_mode & 0o077 == 0
    assert desk.forget_old() == 0
    ReaderImport.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert desk.forget_old() == 2
    assert list(desk.folder().iterdir()) == []
    assert page(editor, job)
    do(editor, job, "import")
    desk.work(job.pk)
    assert "The file is gone" in page(editor, job)


def test_a_file_can_be_deleted(editor: Client) -> None:
    job = tried(editor)
    assert do(editor, job, "discard").status_code == 302
    assert not ReaderImport.objects.exists()
    assert list(desk.folder().iterdir()) == []


def test_who_may_only_see_readers_cannot_import() -> None:
    user = User.objects.create_user("plain", "plain@example.com", "pw")
    for name in ("access_admin", "view_reader"):
        user.user_permissions.add(Permission.objects.get(codename=name))
    client = Client()
    client.login(username="plain", password="pw")
    job = ReaderImport.objects.create(newsletter=newsletter(), name="x", stored="x")
    for path in ("", f"{job.pk}/", f"{job.pk}/status/", f"{job.pk}/rejects.csv"):
        assert client.get(HOME + path).status_code in {302, 403}
    assert do(client, job, "discard").status_code in {302, 403}
    assert ReaderImport.objects.exists()

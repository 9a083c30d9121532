"""Importing: other systems' lists are recognised, done twice changes nothing, nothing slips by."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from matinee.newsletters.models import Newsletter
from matinee.readers import importing, ledger, links, proof
from matinee.readers.models import ConsentRecord, Reader, Subscription
from matinee.readers.use_cases import leave, suppress
from tests.readers.factories import newsletter, reader, subscription

pytestmark = pytest.mark.django_db

MAILCHIMP = (
    '"Email Address","First Name","Last Name","MEMBER_RATING","OPTIN_TIME","CC","UNSUB_TIME"\n'
    '"ada@example.com","Ada","Quill",2,"2020-01-01 10:00:00","GB",""\n'
    '"ben@example.com","Ben","",2,"","US","2021-01-01 10:00:00"\n'
)
SUBSTACK = (
    "email,name,active_subscription,expiry,plan,email_disabled,created_at\n"
    "ada@example.com,Ada Quill,false,,other,false,2023-02-01T00:00:00.000Z\n"
    "ben@example.com,Ben,false,,other,true,2023-02-01T00:00:00.000Z\n"
)
GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    "deleted_at,labels,tiers\n"
    "1,ada@example.com,Ada Quill,,true,false,,2023-01-01T00:00:00.000Z,,,\n"
    "2,ben@example.com,Ben,,false,false,,2023-01-01T00:00:00.000Z,,,\n"
)
LISTMONK = (
    "uuid,email,name,attributes,status,created_at,updated_at\n"
    'x-1,ada@example.com,Ada Quill,"{""city"": ""Hull""}",enabled,2023-01-01,2023-01-01\n'
    "x-2,ben@example.com,Ben,{},blocklisted,2023-01-01,2023-01-01\n"
)
BUTTONDOWN = (
    "email_address,name,notes,metadata,tags,type,creation_date\n"
    "ada@example.com,Ada Quill,,{},,regular,2023-01-01\n"
    "ben@example.com,Ben,,{},,unsubscribed,2023-01-01\n"
)


def run(tmp_path: Path, content: str | bytes, letter: Newsletter, **how: Any) -> importing.Result:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    how = {"basis": "They subscribed to our paper edition.", **how}
    return importing.run(path, letter, rejects=tmp_path / "bad.csv", **how)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("shape", "content"),
    [
        ("Mailchimp", MAILCHIMP),
        ("Substack", SUBSTACK),
        ("Ghost", GHOST),
        ("listmonk", LISTMONK),
        ("Buttondown", BUTTONDOWN),
    ],
)
def test_each_systems_list_is_recognised(tmp_path: Path, shape: str, content: str) -> None:
    letter = newsletter()
    result = run(tmp_path, content, letter)
    assert (result.shape, result.lines, result.new, result.rejected) == (shape, 2, 1, 1)
    assert reader().name == "Ada Quill"
    assert [s.reader.address for s in Subscription.objects.mailable(letter)] == ["ada@example.com"]
    [bad] = rows_of(tmp_path / "bad.csv")
    assert (bad["line"], "ben@example.com" in bad.values()) == ("3", True)
    assert bad["reason"]


def test_the_basis_stands_in_the_ledger_and_the_chain_holds(tmp_path: Path) -> None:
    letter = newsletter()
    run(tmp_path, "email,name\nada@example.com,Ada\nbén@exämple.com,Bén\n", letter)
    for record in ConsentRecord.objects.all():
        assert (record.event, record.basis) == ("imported", "They subscribed to our paper edition.")
        # What the bulk way wrote by hand is what the ledger itself would have sealed.
        assert record.seal.hash == ledger.link(record.seal.previous, record.seal.position, record)
    assert ledger.verify().ok
    [line] = proof.document(reader()).records
    assert line.personal == {"address": "ada@example.com", "name": "Ada"}


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    letter = newsletter()
    content = "email\n" + "".join(f"reader{n}@example.com\n" for n in range(30))
    assert run(tmp_path, content, letter).new == 30
    before = ConsentRecord.objects.count()
    again = run(tmp_path, content, letter)
    assert (again.new, again.unchanged) == (0, 30)
    assert ConsentRecord.objects.count() == before
    other = run(tmp_path, content, newsletter())
    assert (other.new, other.added) == (0, 30)
    assert ledger.verify().ok


def test_who_left_stays_away_and_who_is_suppressed_too(tmp_path: Path) -> None:
    letter = newsletter()
    content = "email\nada@example.com\nBEN@example.com\n"
    run(tmp_path, "email\nada@example.com\n", letter)
    leave(subscription("ada@example.com", letter).pk, "page")
    suppress("ben@example.com", "hand")
    result = run(tmp_path, content, letter)
    assert (result.left, result.rejected, result.new) == (1, 1, 0)
    assert not Subscription.objects.mailable(letter).exists()


def test_a_dry_run_writes_no_reader(tmp_path: Path) -> None:
    result = run(tmp_path, SUBSTACK, newsletter(), dry_run=True)
    assert (result.new, result.rejected) == (1, 1)
    assert not Reader.objects.exists()
    assert not ConsentRecord.objects.exists()


def test_bad_lines_are_told_by_number_and_reason(tmp_path: Path) -> None:
    content = 'email,name\nada@example.com,"two\nlines"\nnobody,x\n,y\nada@example.com,again\n'
    result = run(tmp_path, content, newsletter())
    assert (result.lines, result.new, result.unchanged, result.rejected) == (4, 1, 1, 2)
    rows = rows_of(tmp_path / "bad.csv")
    assert [(r["line"], r["reason"]) for r in rows] == [
        ("4", "That is no email address."),
        ("5", "No address."),
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "Zoë"), ("utf-8-sig", "Zoë"), ("utf-16", "Zoë"), ("cp1252", "Zoë")],
)
def test_every_common_encoding_is_read(tmp_path: Path, encoding: str, name: str) -> None:
    result = run(tmp_path, f"email;name\nzoe@example.com;{name}\n".encode(encoding), newsletter())
    assert result.new == 1
    assert reader("zoe@example.com").name == name


def test_columns_can_be_named_by_hand(tmp_path: Path) -> None:
    content = "Post,Wer\nada@example.com,Ada\n"
    with pytest.raises(importing.BadFile):
        run(tmp_path, content, newsletter())
    result = run(tmp_path, content, newsletter(), corrections={"address": "Post", "name": "Wer"})
    assert (result.new, reader().name) == (1, "Ada")


def test_the_command_says_it_in_json_and_refuses_an_empty_basis(tmp_path: Path) -> None:
    letter = newsletter()
    path = tmp_path / "list.csv"
    path.write_text(SUBSTACK)
    out = io.StringIO()
    how = ["--newsletter", letter.slug, "--basis", "Asked at the door", "--json"]
    call_command("readers", "import", str(path), *how, stdout=out)
    said = json.loads(out.getvalue())
    assert (said["new"], said["rejected"]) == (1, 1)
    assert Path(said["rejects_file"]).exists()
    with pytest.raises(CommandError, match="basis"):
        call_command("readers", "import", str(path), "--newsletter", letter.slug, "--basis", " ")


def test_an_export_holds_everyone_and_no_formula(tmp_path: Path) -> None:
    letter = newsletter()
    run(tmp_path, 'email,name\nada@example.com,=HYPERLINK("x")\n+ben@example.com,Ben\n', letter)
    out = tmp_path / "out.csv"
    call_command(
        "readers", "export", "--newsletter", letter.slug, "-o", str(out), stdout=io.StringIO()
    )
    rows = rows_of(out)
    assert [r["name"] for r in rows] == ['\'=HYPERLINK("x")', "Ben"]
    assert rows[1]["address"] == "'+ben@example.com"
    assert {r["state"] for r in rows} == {"active"}


def test_the_file_of_rejects_holds_no_formula(tmp_path: Path) -> None:
    run(tmp_path, 'email,name\n@nobody,"=HYPERLINK(""x"")"\n', newsletter())
    [row] = rows_of(tmp_path / "bad.csv")
    assert (row["email"], row["name"]) == ("'@nobody", '\'=HYPERLINK("x")')


def test_erasing_by_command_keeps_the_address_out(tmp_path: Path) -> None:
    letter = newsletter()
    run(tmp_path, "email\nada@example.com\n", letter)
    token = links.leave_token(subscription("ada@example.com", letter).pk)
    call_command("readers", "erase", "Ada@example.com", stdout=io.StringIO())
    assert not Reader.objects.exists()
    assert run(tmp_path, "email\nada@example.com\n", letter).rejected == 1
    with pytest.raises(CommandError, match="erased on"):
        call_command("consent", "prove", "ada@example.com")
    assert links.link_tokens().check("leave", token)

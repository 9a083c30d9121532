"""PostgreSQL writes a sign-up in one call, and none queues for another.

The function takes rows as JSON by the names of their columns, so that a column that a later
migration adds needs no change here. Its statements are planned once a connection, and, unlike
prepared statements, bear a pooler in between.

The indexes are those for LIKE that Django adds to every unique text column: keyed hashes and
buckets are never looked for by their beginnings where it has to be quick. The constraints that go
made every sign-up lock the same row, that of its newsletter or wording. SQLite, which has one
writer at a time anyway, keeps them: its tables would have to be made anew, the ledger's too.
"""

import django.db.models.deletion
from django.db import migrations, models

SIGN_UP = """
CREATE OR REPLACE FUNCTION readers_sign_up(known bigint, wish jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF known IS NULL THEN
        INSERT INTO readers_reader
            SELECT * FROM jsonb_populate_record(NULL::readers_reader, wish->'reader');
        INSERT INTO readers_readerkey
            SELECT * FROM jsonb_populate_record(NULL::readers_readerkey, wish->'key');
    ELSE
        -- Touches the row, as making it would: one write either way.
        UPDATE readers_reader SET address_key = address_key WHERE id = known;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'The reader is gone.' USING ERRCODE = 'foreign_key_violation';
        END IF;
    END IF;
    INSERT INTO readers_subscription AS mine
        SELECT * FROM jsonb_populate_recordset(NULL::readers_subscription, wish->'subscriptions')
        ON CONFLICT (reader_id, newsletter_id) DO UPDATE SET
            since = CASE WHEN mine.state IN ('active', 'pending') THEN mine.since
                    ELSE excluded.since END,
            state = CASE WHEN mine.state = 'active' THEN 'active' ELSE 'pending' END;
    INSERT INTO readers_consentrecord
        SELECT * FROM jsonb_populate_recordset(NULL::readers_consentrecord, wish->'records');
    INSERT INTO readers_unsealedrecord
        SELECT * FROM jsonb_populate_recordset(NULL::readers_unsealedrecord, wish->'unsealed');
    INSERT INTO readers_signuprequest
        SELECT * FROM jsonb_populate_record(NULL::readers_signuprequest, wish->'request');
    INSERT INTO readers_note
        SELECT * FROM jsonb_populate_record(NULL::readers_note, wish->'note');
END $$
"""
UNASKED = (
    ("readers_reader", "address_key"),
    ("readers_suppression", "address_key"),
    ("readers_tally", "bucket"),
    ("readers_spentchallenge", "signature"),
)
UNCHECKED = (
    ("readers_subscription", "newsletter_id"),
    ("readers_consentrecord", "wording_id"),
    ("readers_consentrecord", "notice_id"),
)


def pointer(to, related_name="+", **more):
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=to,
        **more,
    )


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(SIGN_UP, params=None)
    with schema_editor.connection.cursor() as cursor:
        for table, column in UNASKED:
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() "
                "AND tablename = %s AND starts_with(indexname, %s) "
                "AND right(indexname, 5) = '_like'",
                [table, f"{table}_{column}_"],
            )
            for (name,) in cursor.fetchall():
                schema_editor.execute(f'DROP INDEX "{name}"')
        for table, column in UNCHECKED:
            cursor.execute(
                "SELECT c.conname FROM pg_constraint c JOIN pg_attribute a "
                "ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) "
                "WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND a.attname = %s",
                [table, column],
            )
            for (name,) in cursor.fetchall():
                schema_editor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def unmake(apps, schema_editor):
    """Take the function away; indexes and constraints are not missed."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION readers_sign_up(bigint, jsonb)")


class Migration(migrations.Migration):
    dependencies = [("readers", "0002_ledger_triggers")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, unmake)],
            state_operations=[
                migrations.AlterField(
                    "subscription",
                    "newsletter",
                    pointer("newsletters.newsletter", "subscriptions"),
                ),
                migrations.AlterField(
                    "consentrecord", "wording", pointer("newsletters.wording", null=True)
                ),
                migrations.AlterField(
                    "consentrecord", "notice", pointer("publication.privacynotice", null=True)
                ),
            ],
        )
    ]

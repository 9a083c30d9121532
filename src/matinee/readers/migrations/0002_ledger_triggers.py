"""The database itself keeps the ledger append-only, and finds addresses quickly.

SQLite: no update, no delete, and no INSERT OR REPLACE over a row that is there, even on a
connection without recursive_triggers. PostgreSQL: no update, delete or truncate. (Truncating an
empty ledger loses nothing and is let through.)
"""

from django.db import migrations

LEDGER = ("readers_consentrecord", "readers_seal")
WORDS = "The ledger is append-only: write another record."
THERE = {
    "readers_consentrecord": "id = NEW.id",
    "readers_seal": "position = NEW.position OR record_id = NEW.record_id",
}


def statements(vendor):
    """Return the SQL that makes the triggers."""
    if vendor == "sqlite":
        for table in LEDGER:
            for deed in ("UPDATE", "DELETE"):
                yield (
                    f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                )
            yield (
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {THERE[table]}) "
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
    elif vendor == "postgresql":
        yield (
            "CREATE FUNCTION readers_ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        yield (
            "CREATE FUNCTION readers_ledger_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "DECLARE found boolean; BEGIN "
            "EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO found; "
            f"IF found THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END IF; "
            "RETURN NULL; END $$"
        )
        for table in LEDGER:
            yield (
                f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION readers_ledger_refuse()"
            )
            yield (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION readers_ledger_refuse_truncate()"
            )


def reverse_statements(vendor):
    """Return the SQL that takes the triggers away again."""
    if vendor == "sqlite":
        for table in LEDGER:
            for deed in ("update", "delete", "replace"):
                yield f"DROP TRIGGER IF EXISTS {table}_no_{deed}"
    elif vendor == "postgresql":
        yield "DROP FUNCTION IF EXISTS readers_ledger_refuse() CASCADE"
        yield "DROP FUNCTION IF EXISTS readers_ledger_refuse_truncate() CASCADE"


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for sql in statements(vendor):
        schema_editor.execute(sql, params=None)
    kind = " text_pattern_ops" if vendor == "postgresql" else ""
    schema_editor.execute(
        f"CREATE INDEX readers_reader_address_lower ON readers_reader (lower(address){kind})"
    )


def unmake(apps, schema_editor):
    for sql in reverse_statements(schema_editor.connection.vendor):
        schema_editor.execute(sql, params=None)
    schema_editor.execute("DROP INDEX readers_reader_address_lower")


class Migration(migrations.Migration):
    dependencies = [("readers", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]

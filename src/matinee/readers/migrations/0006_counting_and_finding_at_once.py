"""PostgreSQL counts a request and finds its reader in one call, planned once a connection.

Counts lose the index by which old ones were found: every sign-up wrote it several times, and it was
read once in ten minutes.
"""

from django.db import migrations, models

COUNT = """
CREATE OR REPLACE FUNCTION readers_count(
    buckets text[], ends bigint[], wanted text, quick boolean,
    OUT counts int[], OUT id bigint, OUT key bytea, OUT address text, OUT name text
) LANGUAGE plpgsql AS $$
DECLARE
    now_at int;
BEGIN
    IF quick THEN
        -- A power cut may lose the last counts; nobody need wait for the disk on their account.
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    FOR place IN 1 .. array_length(buckets, 1) LOOP
        INSERT INTO readers_tally AS t (bucket, count, ends_at)
            VALUES (buckets[place], 1, to_timestamp(ends[place]))
            ON CONFLICT (bucket) DO UPDATE SET count = t.count + 1
            RETURNING t.count INTO now_at;
        counts[place] := now_at;
    END LOOP;
    SELECT r.id, k.key, r.address, r.name INTO id, key, address, name
        FROM readers_reader r JOIN readers_readerkey k ON k.reader_id = r.id
        WHERE r.address_key = wanted;
END $$
"""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(COUNT, params=None)


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION readers_count(text[], bigint[], text, boolean)")


class Migration(migrations.Migration):
    dependencies = [("readers", "0005_finding_by_address_and_page")]
    operations = [
        migrations.AlterField("tally", "ends_at", models.DateTimeField()),
        migrations.RunPython(make, unmake),
    ]

"""At a million readers on PostgreSQL, the desk's searches need two indexes.

One for the order by address too: that of migration 0002 found beginnings (LIKE) but could not
give them in order, so a short beginning sorted half of the readers. In the collation "C" one
plain index does both. And one for the page a reader came from, by its beginning.
"""

from django.db import migrations

BY_ADDRESS = "readers_reader_address_lower"
BY_SOURCE = "readers_reader_source_like"


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"DROP INDEX {BY_ADDRESS}")
    schema_editor.execute(
        f'CREATE INDEX {BY_ADDRESS} ON readers_reader ((lower(address) COLLATE "C"))'
    )
    schema_editor.execute(f"CREATE INDEX {BY_SOURCE} ON readers_reader (source text_pattern_ops)")


def unmake(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"DROP INDEX {BY_SOURCE}")
    schema_editor.execute(f"DROP INDEX {BY_ADDRESS}")
    schema_editor.execute(
        f"CREATE INDEX {BY_ADDRESS} ON readers_reader (lower(address) text_pattern_ops)"
    )


class Migration(migrations.Migration):
    dependencies = [("readers", "0004_imports_in_the_desk")]
    operations = [migrations.RunPython(make, unmake)]

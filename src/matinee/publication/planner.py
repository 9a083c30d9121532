"""What PostgreSQL's planner knows of tables that have just grown by far: told, not waited for."""

from __future__ import annotations

from typing import Any

from django.db import connection, models, transaction

# Rows looked at are 300 times this (PostgreSQL's manual, "Statistics Used by the Planner"): enough
# to tell few from many, and read in some milliseconds.
TARGET = 10


def tell(*grown: type[models.Model], perhaps: tuple[type[models.Model], ...] = ()) -> None:
    """Have PostgreSQL sample these tables; of `perhaps` those that changed by a tenth since.

    Its own look comes a minute or so after a table grew; until then it reads whole tables where
    an index would do. What another process is looking at is left to it. SQLite needs none.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        tables = [_table(model) for model in grown] + _stale(cursor, perhaps)
        with transaction.atomic():
            cursor.execute(
                "SELECT set_config('default_statistics_target', %s, true)", [str(TARGET)]
            )
            for table in tables:
                cursor.execute(f"ANALYZE (SKIP_LOCKED) {connection.ops.quote_name(table)}")


def _table(model: type[models.Model]) -> str:
    return str(model._meta.db_table)


def _stale(cursor: Any, of: tuple[type[models.Model], ...]) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_stat_user_tables WHERE relname = ANY(%s) "
        "AND n_mod_since_analyze > 1000 + n_live_tup / 10",
        [[_table(model) for model in of]],
    )
    return [str(name) for (name,) in cursor.fetchall()]

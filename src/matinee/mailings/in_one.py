"""Many rows in one answer: a window's thousand rows without a thousand turns of the interpreter."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.db.models import QuerySet


def rows(found: QuerySet[Any, Any]) -> list[list[Any]]:
    """Return what this `values_list` query would, in any order, as lists of JSON's own types.

    The database writes all of it into one text, which takes a third of the time of fetching the
    rows. For numbers and texts only.
    """
    inner, parameters = found.query.sql_with_params()
    names = ", ".join(f"c{n}" for n in range(len(found.query.values_select)))
    gather = (
        f"json_agg(json_build_array({names}))::text"
        if connection.vendor == "postgresql"
        else f"json_group_array(json_array({names}))"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found({names}) AS ({inner}) SELECT {gather} FROM found",  # noqa: S608 - the ORM's
            parameters,
        )
        (text,) = cursor.fetchone()
    result: list[list[Any]] = json.loads(text or "[]")
    return result

"""Deliveries whose states change without a word to any index, in pages that have room for it."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A row has two versions more on its way from waiting to sent, and the first may go meanwhile.
FULL = 45


def make_room(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE mailings_delivery SET (fillfactor = {FULL})")


def pack(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE mailings_delivery RESET (fillfactor)")


def say_why(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    told = ["waiting", "handed", "sent"]
    silent = apps.get_model("mailings", "Delivery").objects.exclude(state__in=told)
    silent.filter(reason="").update(reason="No reason was given.")


class Migration(migrations.Migration):
    # PostgreSQL changes no table that has rows changed in the same transaction.
    atomic = False

    dependencies = [("mailings", "0003_subjects_tried_and_whom_it_goes_to")]

    operations = [
        migrations.RunPython(say_why, migrations.RunPython.noop),
        migrations.RunPython(make_room, pack),
        migrations.RemoveIndex(model_name="delivery", name="delivery_with_a_story"),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(reason__gt=""),
                fields=["mailing"],
                name="delivery_with_a_story",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "handed", "sent"]),
                    ("reason__gt", ""),
                    _connector="OR",
                ),
                name="a_delivery_that_was_not_sent_says_why",
            ),
        ),
    ]

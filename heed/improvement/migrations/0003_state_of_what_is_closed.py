"""What was closed before states were kept has no figure, so its effect cannot be said."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UNSAID, FOUND = "unsaid", "found"


def set_state(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    improvement = apps.get_model("improvement", "Improvement")
    rows = improvement.objects.using(editor.connection.alias)
    rows.filter(closed_at__isnull=False, state=FOUND).update(state=UNSAID)


def forget_state(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    improvement = apps.get_model("improvement", "Improvement")
    improvement.objects.using(editor.connection.alias).update(state=FOUND)


class Migration(migrations.Migration):
    dependencies = [("improvement", "0002_findings_and_effects")]

    operations = [migrations.RunPython(set_state, forget_state)]

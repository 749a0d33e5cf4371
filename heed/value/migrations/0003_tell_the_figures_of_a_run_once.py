from django.db import migrations, models
from django.db.models import F


def told_when_finished(apps, schema_editor):
    runs = apps.get_model("value", "ImportRun").objects
    runs.filter(state="done", told_at=None).update(told_at=F("finished_at"))


class Migration(migrations.Migration):
    dependencies = [("value", "0002_remember_the_run_of_each_purchase")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="told_at",
            field=models.DateTimeField(null=True, verbose_name="figures told at"),
        ),
        migrations.RunPython(told_when_finished, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="importrun", name="import_run_one_running"),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("told_at", None)),
                fields=("digest",),
                name="import_run_one_open",
            ),
        ),
    ]

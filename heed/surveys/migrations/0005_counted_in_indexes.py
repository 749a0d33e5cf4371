import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0004_asking_and_analysing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="survey",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="surveys.survey",
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="kiosk",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responses",
                to="surveys.kiosk",
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="survey",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="responses",
                to="surveys.survey",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(
                fields=["survey", "skipped", "answered_at"], name="invitation_counts"
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                fields=["survey", "ending", "mode", "flags"], name="response_counts"
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("submitted_at", None)),
                fields=["survey", "page"],
                name="response_left",
            ),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("kiosk__isnull", False)),
                fields=["kiosk", "ending", "submitted_at"],
                name="response_kiosk",
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0006_soft_refusals_and_appointments"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="told_at",
            field=models.DateTimeField(null=True, verbose_name="told with others from"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("told_at__isnull", False)),
                fields=["survey", "told_at"],
                name="response_told",
            ),
        ),
    ]

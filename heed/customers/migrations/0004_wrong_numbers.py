import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("customers", "0003_declined_surveys"),
    ]

    operations = [
        migrations.AddField(
            model_name="contactpoint",
            name="wrong_at",
            field=models.DateTimeField(null=True, verbose_name="found wrong at"),
        ),
        migrations.AddField(
            model_name="contactpoint",
            name="wrong_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="sender_address",
            field=models.CharField(default="", max_length=320, verbose_name="sender's address"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="problem",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it came back"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_search_index")]

    operations = [
        migrations.AddField(
            model_name="calendarday",
            name="name_zh",
            field=models.CharField(blank=True, max_length=120, verbose_name="name in Chinese"),
        ),
    ]

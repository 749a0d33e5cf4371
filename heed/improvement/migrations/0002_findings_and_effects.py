import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("expectations", "0003_topic_levels"),
        ("improvement", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImprovementNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="note")),
                (
                    "is_former_result",
                    models.BooleanField(default=False, verbose_name="a result taken back"),
                ),
                ("written_at", models.DateTimeField(verbose_name="written at")),
            ],
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measured_at", models.DateTimeField(verbose_name="measured at")),
                ("before_since", models.DateTimeField(null=True, verbose_name="before, from")),
                ("before_until", models.DateTimeField(null=True, verbose_name="before, until")),
                ("after_since", models.DateTimeField(null=True, verbose_name="after, from")),
                ("after_until", models.DateTimeField(null=True, verbose_name="after, until")),
                (
                    "is_last",
                    models.BooleanField(default=False, verbose_name="over the whole window"),
                ),
                ("is_by_hand", models.BooleanField(default=False, verbose_name="counted by hand")),
                ("verdict", models.CharField(max_length=9, verbose_name="what it says")),
                ("before_n", models.PositiveIntegerField(verbose_name="cases before")),
                ("after_n", models.PositiveIntegerField(verbose_name="cases after")),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
            ],
        ),
        migrations.AddField(
            model_name="improvement",
            name="action",
            field=models.CharField(blank=True, max_length=1000, verbose_name="what we do"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="cause",
            field=models.CharField(blank=True, max_length=1000, verbose_name="cause"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="changes",
            field=models.PositiveIntegerField(default=0, verbose_name="how often changed"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="comparison",
            field=models.CharField(blank=True, max_length=40, verbose_name="compared with"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="due_on",
            field=models.DateField(null=True, verbose_name="due on"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="effective_at",
            field=models.DateTimeField(null=True, verbose_name="in force since"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="expected_from",
            field=models.FloatField(null=True, verbose_name="expected from"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="expected_to",
            field=models.FloatField(null=True, verbose_name="expected to"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="figure",
            field=models.CharField(blank=True, max_length=300, verbose_name="figure"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="figure_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="what is counted"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="found",
            field=models.JSONField(null=True, verbose_name="the figure when it was found"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="next_review_at",
            field=models.DateTimeField(null=True, verbose_name="measured next at"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="picked_of",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="the worst of how many"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="place",
            field=models.CharField(blank=True, max_length=500, verbose_name="where it was found"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="settling_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="days to settle"),
        ),
        migrations.AddField(
            model_name="improvement",
            name="state",
            field=models.CharField(
                choices=[
                    ("found", "Found"),
                    ("doing", "Under way"),
                    ("measuring", "Taking effect"),
                    ("shown", "Effect shown"),
                    ("none", "No effect"),
                    ("worse", "Worse"),
                    ("unsaid", "Cannot be said"),
                ],
                default="found",
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="improvement",
            name="window_days",
            field=models.PositiveSmallIntegerField(default=90, verbose_name="days measured"),
        ),
        migrations.AlterField(
            model_name="improvement",
            name="reason",
            field=models.CharField(blank=True, max_length=1000, verbose_name="what was found"),
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(fields=["state", "-closed_at"], name="improvement_board"),
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(
                condition=models.Q(("next_review_at__isnull", False)),
                fields=["next_review_at"],
                name="improvement_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("expected_to", None), ("figure", "")),
                    models.Q(
                        models.Q(("figure", ""), _negated=True),
                        models.Q(("expected_to", None), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="improvement_figure_has_aim",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expected_from", None),
                    models.Q(("expected_from", models.F("expected_to")), _negated=True),
                    _connector="OR",
                ),
                name="improvement_aim_is_a_change",
            ),
        ),
        migrations.AddField(
            model_name="improvementnote",
            name="improvement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="improvement.improvement",
            ),
        ),
        migrations.AddField(
            model_name="improvementnote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="improvement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="measurements",
                to="improvement.improvement",
            ),
        ),
        migrations.AddIndex(
            model_name="improvementnote",
            index=models.Index(fields=["improvement", "-written_at"], name="improvement_note"),
        ),
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(
                fields=["improvement", "-measured_at", "-id"], name="measurement_newest"
            ),
        ),
    ]

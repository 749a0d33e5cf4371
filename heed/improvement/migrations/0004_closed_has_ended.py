from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("improvement", "0003_state_of_what_is_closed")]

    operations = [
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at", None),
                        models.Q(
                            ("state__in", ("shown", "none", "worse", "unsaid")), _negated=True
                        ),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state__in", ("shown", "none", "worse", "unsaid")),
                    ),
                    _connector="OR",
                ),
                name="improvement_closed_has_ended",
            ),
        ),
    ]

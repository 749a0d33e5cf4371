from django.db import migrations

FEWEST = 5


def tell_what_was_answered(apps, schema_editor):
    """Put what anonymous surveys have so far into groups of five people, in the order it came.

    Their analyses rested on other answers, or on some chosen by language or way of asking: they
    are forgotten, and made again when somebody asks.
    """
    Response = apps.get_model("surveys", "Response")
    Analysis = apps.get_model("surveys", "Analysis")
    Analysis.objects.filter(survey__is_anonymous=True).delete()
    rows = Response.objects.filter(
        survey__is_anonymous=True, ending="complete", told_at=None
    ).order_by("survey", "submitted_at", "pk")
    waiting, survey, people = [], None, 0
    for pk, survey_id, submitted_at, flags in list(
        rows.values_list("pk", "survey", "submitted_at", "flags")
    ):
        if survey_id != survey:
            waiting, survey, people = [], survey_id, 0
        waiting.append(pk)
        people += "robot" not in flags
        if people == FEWEST:
            Response.objects.filter(pk__in=waiting).update(told_at=submitted_at)
            waiting, people = [], 0


def leave_as_it_is(apps, schema_editor):
    """Before, nobody looked at when an answer was told."""


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0007_told_in_groups"),
    ]

    operations = [
        migrations.RunPython(tell_what_was_answered, leave_as_it_is),
    ]

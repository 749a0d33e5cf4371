"""Time what is made of 100,000 responses to 30 items: each analysis, and the page that shows it.

Prints one line of JSON: the seconds each analysis took in the worker's child, the longest of them,
the memory of the largest child, and the slowest snapshot; and of the pages that count responses
the milliseconds that 95 of 100 requests stay below. BENCH_QUICK=1 makes a tenth of it, and
BENCH_PAGES_ONLY=1 leaves out the analyses, which take minutes.
HEED_DATABASE_URL measures PostgreSQL instead; the database must be empty.
"""

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

RESPONSES = 10_000 if os.environ.get("BENCH_QUICK") else 100_000
AT_ONCE = 2_000
ROUNDS = 5
REQUESTS = 40
OPENED_AT = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = [f"item_{number}" for number in range(1, 13)]
FEATURES = [f"feature_{number}" for number in range(1, 5)]
THINGS = [f"thing_{number}" for number in range(1, 8)]
SETS = [[THINGS[(at + step) % 7] for step in (0, 1, 3, 5)] for at in range(7)]
POINTS = [1, 2, 3, 4, 5, 6, 7]
QUESTIONNAIRE = {
    "title": "Our service",
    "pages": [
        {
            "name": "one",
            "elements": [
                {"type": "rating", "name": "nps", "rateMin": 0, "rateMax": 10, "heed_role": "nps"},
                {"type": "rating", "name": "overall", "rateMax": 7, "heed_role": "overall"},
                {"type": "matrix", "name": "found", "rows": ITEMS, "columns": POINTS},
                {
                    "type": "heed:kano",
                    "name": "features",
                    "rows": [
                        {"value": each, "functional": f"With {each}", "dysfunctional": "Without"}
                        for each in FEATURES
                    ],
                },
                {"type": "heed:bestworst", "name": "matters", "choices": THINGS, "sets": SETS},
                {"type": "ranking", "name": "order", "choices": THINGS[:4]},
                {"type": "comment", "name": "words"},
            ],
        }
    ],
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        os.environ["HEED_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
        import django  # noqa: PLC0415 - the data folder is known only now

        django.setup()
        survey_id = prepare()
        pages = pages_ms(survey_id)
        if os.environ.get("BENCH_PAGES_ONLY"):
            print(json.dumps({"responses": RESPONSES} | pages))
            return
        seconds = made(survey_id)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        slowest = max(seconds, key=seconds.__getitem__)
        figures = {
            "responses": RESPONSES,
            "longest_seconds": seconds[slowest],
            "longest": slowest,
            "peak_mb": round(peak),
            "page_ms": page_ms(survey_id),
            **pages,
        }
        print(json.dumps(figures | {f"seconds.{name}": value for name, value in seconds.items()}))


def prepare() -> int:
    from heed.accounts.queries import system_user  # noqa: PLC0415
    from heed.cli.preparation import prepare_if_new  # noqa: PLC0415
    from heed.surveys.models import Response  # noqa: PLC0415
    from heed.surveys.operations.questionnaires import create_questionnaire  # noqa: PLC0415
    from heed.surveys.operations.surveys import open_survey  # noqa: PLC0415

    if problem := prepare_if_new():
        sys.exit(problem)
    actor = system_user()
    asked = create_questionnaire(
        name="Service", definition=QUESTIONNAIRE, actor=actor, now=OPENED_AT
    )
    survey = open_survey(questionnaire_id=asked.pk, name="Service", actor=actor, now=OPENED_AT)
    random = Random(4)  # noqa: S311 - made up, not secret
    for first in range(0, RESPONSES, AT_ONCE):
        Response.objects.bulk_create(
            Response(
                survey=survey,
                version=survey.version,
                key=UUID(int=random.getrandbits(128)),
                mode=random.choice(["link", "mail", "telephone"]),
                language=random.choice(["en", "zh-hans"]),
                tier=random.choice(["high", "medium", "low"]),
                stage="client",
                seed=number,
                cleaned=answers(random),
                states={},
                started_at=at,
                changed_at=at,
                submitted_at=at,
                ending="complete",
            )
            for number in range(first, min(first + AT_ONCE, RESPONSES))
            for at in [OPENED_AT + timedelta(minutes=number)]
        )
    return survey.pk


def answers(random: Random) -> dict[str, object]:
    """One mood a person, so that items go together as they do."""
    mood = random.gauss(5, 1.2)

    def rated(lowest: int, highest: int) -> int:
        span = (highest - lowest) / 6
        return min(highest, max(lowest, round(lowest + (mood - 1 + random.gauss(0, 1)) * span)))

    return {
        "nps": rated(0, 10),
        "overall": rated(1, 7),
        "found": {each: rated(1, 7) for each in ITEMS},
        "features": {
            each: {"functional": random.randint(1, 3), "dysfunctional": random.randint(3, 5)}
            for each in FEATURES
        },
        "matters": {str(at): picks(random, shown) for at, shown in enumerate(SETS, start=1)},
        "order": random.sample(THINGS[:4], 4),
        "words": random.choice(["quick", "slow", "friendly", "late"]),
    }


def picks(random: Random, shown: list[str]) -> dict[str, str]:
    best, worst = random.sample(shown, 2)
    return {"best": best, "worst": worst}


def made(survey_id: int) -> dict[str, float]:
    """The seconds of each analysis, as the worker makes it."""
    from heed.accounts.queries import system_user  # noqa: PLC0415
    from heed.surveys.operations.analyses import ask_for_analysis, make_analysis  # noqa: PLC0415

    found = {}
    for choice in choices(survey_id):
        now = OPENED_AT + timedelta(days=100)
        asked = ask_for_analysis(survey_id=survey_id, choice=choice, actor=system_user(), now=now)
        make_analysis(analysis_id=asked.pk, now=now)
        asked.refresh_from_db()
        name = f"{choice.method}.{choice.subject}".rstrip(".")
        found[name] = asked.seconds or 0.0
        print(name, asked.state, asked.seconds, file=sys.stderr, flush=True)
    return found


def choices(survey_id: int) -> Iterator:
    from heed.surveys.analysing.choices import Choice  # noqa: PLC0415
    from heed.surveys.models import Survey  # noqa: PLC0415
    from heed.surveys.queries.analyses import setups_for  # noqa: PLC0415

    for setup in setups_for(Survey.objects.get(pk=survey_id), language="en"):
        if setup.method != "non_response":  # nobody was invited
            yield Choice(setup.method, setup.subject)


def page_ms(survey_id: int) -> float:
    """The slowest snapshot to be read and asked whether it is still the latest."""
    from heed.surveys.models import Survey  # noqa: PLC0415
    from heed.surveys.queries.analyses import analysis_of, is_stale  # noqa: PLC0415

    survey = Survey.objects.get(pk=survey_id)
    slowest = 0.0
    for choice in choices(survey_id):
        spans = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            analysis = analysis_of(survey, choice)
            if analysis:
                is_stale(analysis, survey)
            spans.append(time.perf_counter() - began)
        slowest = max(slowest, sorted(spans)[ROUNDS // 2])
    return round(1000 * slowest, 1)


def pages_ms(survey_id: int) -> dict[str, float]:
    """What 95 of 100 requests of each page stay below, without the network."""
    from django.test import Client  # noqa: PLC0415

    from heed.accounts.models import User  # noqa: PLC0415
    from heed.surveys.models import Survey  # noqa: PLC0415
    from heed.surveys.queries.analyses import setups_for  # noqa: PLC0415

    manager = User.objects.create(
        email="manager@bench.example", name="Manager", role="manager", language="en"
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(manager)
    first = next(
        each for each in setups_for(Survey.objects.get(pk=survey_id), language="en") if each.command
    )
    pages = {
        "list": "/surveys/",
        "survey": f"/surveys/{survey_id}/",
        "results": f"/surveys/{survey_id}/results/",
        "analyses": f"/surveys/{survey_id}/analyses/",
        "analysis": f"/surveys/{survey_id}/analyses/{first.method}/?subject={first.subject}",
        "texts": f"/surveys/{survey_id}/texts/",
    }
    return {f"p95_ms.{name}": p95_ms(client, page) for name, page in pages.items()}


def p95_ms(client: Any, page: str) -> float:
    spans = []
    for _ in range(REQUESTS):
        began = time.perf_counter()
        answer = client.get(page)
        spans.append(time.perf_counter() - began)
        if answer.status_code != 200:
            sys.exit(f"{page} answered {answer.status_code}.")
    return round(1000 * sorted(spans)[int(0.95 * REQUESTS) - 1], 1)


if __name__ == "__main__":
    main()

"""What people wrote in surveys and letters is read, and some of it was reviewed."""

from random import Random

from heed.cli.demo.dice import weighted
from heed.cli.demo.remarks import REMARKS, Remark
from heed.cli.demo.stage import Stage
from heed.conversations.models import Message
from heed.expectations.models import Topic
from heed.surveys.format.questions import Comment
from heed.surveys.models import Response, TextReading
from heed.surveys.operations.texts import read_messages, read_responses, review_text
from heed.surveys.queries.responses import complete_responses
from heed.surveys.queries.versions import asked_in

WRITING_SHARE = 0.6
MOST_LETTERS = 400
REVIEWED = 40


def read_what_people_write(stage: Stage) -> None:
    """Let people say in words how content they are, read that and letters, review some."""
    said = _write_remarks(stage)
    responses = [response for response, _remark in said]
    read_responses(responses, now=stage.now)
    letters = Message.objects.filter(
        direction=Message.Direction.INBOUND, kind=Message.Kind.MESSAGE
    ).exclude(text="")
    newest = letters.select_related("conversation__customer").order_by("-at", "-pk")
    read_messages(newest[:MOST_LETTERS], now=stage.now)
    _review(stage, said)


def _write_remarks(stage: Stage) -> list[tuple[Response, Remark]]:
    rows = complete_responses().order_by("pk")
    said = []
    names: dict[int, str] = {}
    for response in rows.select_related("version", "customer"):
        name = names.setdefault(response.version_id, _comment_of(response))
        chance = stage.chance("remark", "response", response.pk)
        was_asked = (response.states or {}).get(name) == "skipped"
        if was_asked and chance.random() < WRITING_SHARE:
            remark = _remark(chance)
            words = remark.zh if response.language.startswith("zh") else remark.en
            response.answers = response.answers | {name: words}
            response.cleaned = (response.cleaned or {}) | {name: words}
            response.states = {
                key: state for key, state in (response.states or {}).items() if key != name
            }
            said.append((response, remark))
    changed = [response for response, _remark in said]
    Response.objects.bulk_update(changed, ["answers", "cleaned", "states"], batch_size=200)
    return said


def _comment_of(response: Response) -> str:
    asked = asked_in(response.version)
    return next((each.name for each in asked.questions if isinstance(each, Comment)), "")


def _remark(chance: Random) -> Remark:
    """What fits who was asked in words: the questionnaires ask those who are not content."""
    side = weighted(chance, ("negative", "neutral", "positive"), (0.6, 0.25, 0.15))
    return chance.choice([each for each in REMARKS if each.sentiment == side])


def _review(stage: Stage, said: list[tuple[Response, Remark]]) -> None:
    """Some were drawn at random, and somebody said what they are about."""
    topics: dict[str, Topic] = stage.topics
    drawn = stage.chance("remark", "review").sample(said, min(REVIEWED, len(said)))
    readings = {
        reading.response_id: reading
        for reading in TextReading.objects.filter(response__in=[each for each, _remark in drawn])
    }
    for response, remark in drawn:
        if response.pk in readings:
            review_text(
                reading_id=readings[response.pk].pk,
                topic=topics.get(remark.topic),
                sentiment=remark.sentiment,
                actor=stage.manager,
                now=stage.now,
                is_drawn=True,
            )

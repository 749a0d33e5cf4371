"""What people write, counted: topics, content and discontent, and how both have changed.

In an anonymous survey what fewer than five texts say is not shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Max, Q, QuerySet, When

from heed.accounts.models import User
from heed.accounts.queries import in_teams_of
from heed.expectations.models import Topic
from heed.measures.effects import effect_on_shares
from heed.measures.estimates import Estimate
from heed.measures.shares import share_estimate
from heed.surveys.analysing.privacy import FEWEST
from heed.surveys.models import Survey, TextReading
from heed.surveys.queries.responses import is_told
from heed.surveys.queries.surveys import surveys_visible_to
from heed.surveys.queries.text_readings import with_texts

SAMPLE = 20
Sentiment = TextReading.Sentiment


@dataclass(frozen=True)
class Choice:
    """Which texts are asked for; what is left empty is not filtered by."""

    since: datetime
    until: datetime
    source: str = ""  # "surveys" or "messages"
    survey: Survey | None = None
    question: str = ""
    tier: str = ""
    language: str = ""

    def before(self) -> "Choice":
        """The same for the period before, equally long."""
        span = self.until - self.since
        return Choice(**vars(self) | {"since": self.since - span, "until": self.since})

    @property
    def days(self) -> int:
        return (self.until - self.since) // timedelta(days=1)


@dataclass(frozen=True)
class TopicLine:
    """One topic, or none of them: how many texts, how they feel, how discontent has changed.

    `discontent` is a share, `change` its difference from the period before in points.
    """

    topic: Topic | None
    counts: Mapping[str, int]
    n: int
    discontent: Estimate
    change: Estimate | None
    example: str = ""
    example_language: str = ""
    is_hidden: bool = False

    @property
    def key(self) -> str:
        return self.topic.key if self.topic else "none"


def readings_visible_to(actor: User) -> QuerySet[TextReading]:
    """Read texts of surveys and letters the actor may see; of an anonymous survey those told."""
    surveys = surveys_visible_to(actor).order_by()
    seen = Q(response__survey__in=surveys.values("pk")) & is_told("response__")
    if actor.may("conversations.view"):
        seen |= Q(message__isnull=False) & in_teams_of(actor, path="message__conversation__team")
    return TextReading.objects.filter(seen)


def chosen_readings(actor: User, choice: Choice) -> QuerySet[TextReading]:
    """The visible texts that a choice asks for."""
    rows = readings_visible_to(actor).filter(_is_within(choice))
    if choice.source:
        rows = rows.filter(message__isnull=choice.source == "surveys")
    if choice.survey:
        rows = rows.filter(response__survey=choice.survey)
    if choice.question:
        rows = rows.filter(question=choice.question)
    if choice.tier:
        rows = rows.filter(customer__tier=choice.tier)
    if choice.language:
        rows = rows.filter(language=choice.language).exclude(response__survey__is_anonymous=True)
    return rows


def with_moment(rows: QuerySet[TextReading]) -> QuerySet[TextReading]:
    """Texts with `moment`: when they were written, in an anonymous survey told with their group."""
    is_anonymous = When(response__survey__is_anonymous=True, then=F("response__told_at"))
    return rows.annotate(moment=Case(is_anonymous, default=F("written_at")))


def _is_within(choice: Choice) -> Q:
    """That a text was written within a time; one of an anonymous survey, told with its group."""
    written, told = (
        Q(**{f"{each}__gte": choice.since, f"{each}__lt": choice.until})
        for each in ("written_at", "response__told_at")
    )
    is_anonymous = Q(response__survey__is_anonymous=True)
    return (written & ~is_anonymous) | (told & is_anonymous)


def topic_lines(actor: User, choice: Choice) -> list[TopicLine]:
    """Topics by how many texts are about them; none of the topics last. Five statements."""
    now = _counted(chosen_readings(actor, choice))
    before = _counted(chosen_readings(actor, choice.before()))
    topics = Topic.objects.in_bulk([pk for pk in now if pk])
    examples = _examples(chosen_readings(actor, choice))
    hidden = _hidden(now) if choice.survey and choice.survey.is_anonymous else set()
    lines = []
    for pk, counts in now.items():
        example, language = examples.get(pk, ("", ""))
        is_hidden = pk in hidden
        lines.append(
            TopicLine(
                topic=topics[pk] if pk else None,
                counts={} if is_hidden else counts,
                n=0 if is_hidden else counts.total(),
                discontent=share_estimate(counts[Sentiment.NEGATIVE], counts.total()),
                change=None if is_hidden else _change(before.get(pk), counts),
                example="" if is_hidden else example,
                example_language=language,
                is_hidden=is_hidden,
            )
        )
    return sorted(lines, key=lambda line: (line.topic is None, -line.n, line.key))


def _counted(rows: QuerySet[TextReading]) -> dict[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = {}
    grouped = rows.order_by().values_list("topic", "sentiment").annotate(n=Count("pk"))
    for topic_id, sentiment, n in grouped:
        found.setdefault(topic_id, Counter())[sentiment or Sentiment.NEUTRAL] += n
    return found


def _change(before: Counter[str] | None, after: Counter[str]) -> Estimate | None:
    """Points the share of discontent moved from the period before; None without one."""
    if not before:
        return None
    pairs = [(counts[Sentiment.NEGATIVE], counts.total()) for counts in (before, after)]
    change = effect_on_shares(*pairs, more_is_better=False).change
    return replace(
        change, value=100 * change.value, lower=100 * change.lower, upper=100 * change.upper
    )


def _examples(rows: QuerySet[TextReading]) -> dict[int | None, tuple[str, str]]:
    """The newest text of each topic, a discontent one where there is one."""
    newest = (
        rows.order_by()
        .values_list("topic")
        .annotate(worst=Max("pk", filter=Q(sentiment=Sentiment.NEGATIVE)), last=Max("pk"))
    )
    wanted = [worst or last for _topic, worst, last in newest]
    shown = with_texts(TextReading.objects.filter(pk__in=wanted))
    return {reading.topic_id: (text, reading.language) for reading, text in shown}


def _hidden(counted: Mapping[int | None, Counter[str]]) -> set[int | None]:
    """Topics with too few texts, and one more where the only one could be worked out."""
    by_size = sorted(counted, key=lambda pk: (counted[pk].total(), pk or 0))
    hidden = {pk for pk in by_size if counted[pk].total() < FEWEST}
    return set(by_size[:2]) if len(hidden) == 1 else hidden


def drawn_to_review(rows: QuerySet[TextReading]) -> list[TextReading]:
    """Twenty texts drawn at random of those nobody has reviewed."""
    picked = rows.filter(corrected_at=None).order_by("?").values_list("pk", flat=True)[:SAMPLE]
    found = TextReading.objects.filter(pk__in=list(picked))
    return list(found.select_related(*BESIDE).order_by("pk"))


BESIDE = (
    "topic",
    "response__survey",
    "message__conversation",
    "customer",
    "corrected_by",
)


def accuracy(rows: QuerySet[TextReading]) -> dict[str, Estimate]:
    """How often the models were right, on texts that were drawn at random and reviewed."""
    counts = rows.filter(corrected_at__isnull=False, is_drawn=True).aggregate(
        n=Count("pk"),
        sentiment=Count("pk", filter=Q(is_sentiment_right=True)),
        topic=Count("pk", filter=Q(is_topic_right=True)),
    )
    return {name: share_estimate(counts[name], counts["n"]) for name in ("sentiment", "topic")}

"""What a short text is about, learnt from texts a team has labelled."""

from collections import Counter
from collections.abc import Sequence

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import LinearModel, Training, trained

FEWEST_OF_EACH = 10
MOST_WEIGHTS = 700_000  # 1.4 MB in half precision
MOST_BITS, FEWEST_BITS = 16, 12
MOST_TOPICS = MOST_WEIGHTS >> FEWEST_BITS


class TooFewTexts(ValueError):
    """A label has too few texts to learn from: `label` has `found` of the `needed`."""

    def __init__(self, label: str, found: int, needed: int) -> None:
        self.label, self.found, self.needed = label, found, needed
        super().__init__(
            f"Expected at least {needed} texts of each label, got {found} of “{label}”. "
            "Label more of them, or leave it out or join it with another."
        )


def require_enough(labels: Sequence[str], wanted: Sequence[str], fewest: int) -> None:
    """Refuse texts of which a label has too few.

    Parameters
    ----------
    labels : sequence of str
        The label of each text.
    wanted : sequence of str
        The labels that must be there.
    fewest : int
        How often each must be there.

    Raises
    ------
    TooFewTexts
        Naming the label that has the fewest.

    Examples
    --------
    >>> require_enough(["refund", "refund", "fee"], ["fee", "refund"], 2)
    Traceback (most recent call last):
    heed.measures.texts.topics.TooFewTexts: Expected at least 2 texts of each label, got 1 of “fee”. Label more of them, or leave it out or join it with another.
    """  # noqa: E501 - what is printed is one line
    counts = Counter(labels)
    rarest = min(wanted, key=lambda label: (counts[label], label))
    if counts[rarest] < fewest:
        raise TooFewTexts(rarest, counts[rarest], fewest)


def plan_for(topics: int) -> FeaturePlan:
    """Return the widest plan whose weights still fit into a file of less than 2 MB.

    Parameters
    ----------
    topics : int
        How many topics are told apart; 2 to 170.

    Returns
    -------
    FeaturePlan
        Words and pairs of words, 2**12 to 2**16 columns.

    Raises
    ------
    ValueError
        If there are fewer than 2 or more than 170 topics.

    Examples
    --------
    >>> plan_for(5).bits, plan_for(77).bits, plan_for(170).bits
    (16, 13, 12)
    """
    if not 2 <= topics <= MOST_TOPICS:
        raise Refusal(
            gettext_noop("Expected 2 to %(most)s topics, got %(topics)s."),
            most=MOST_TOPICS,
            topics=repr(topics),
        )
    return FeaturePlan(
        bits=next(bits for bits in range(MOST_BITS, 0, -1) if topics << bits <= MOST_WEIGHTS),
        longest_run=2,
    )


def trained_topics(texts: Sequence[str], topics: Sequence[str], *, seed: int = 0) -> LinearModel:
    """Return a model that says which of a team's own topics a text is about.

    Parameters
    ----------
    texts : sequence of str, length n
        As they came, in Chinese or English; personal data should be masked before.
    topics : sequence of str, length n
        The topic of each text; 2 to 170 different ones.
    seed : int, default 0
        The same texts and seed give the same model.

    Returns
    -------
    LinearModel
        With the topics as labels, in alphabetical order.

    Raises
    ------
    TooFewTexts
        If a topic has fewer than 10 texts.
    ValueError
        If there are fewer than 2 or more than 170 topics, or lengths differ.

    Notes
    -----
    A text about none of the topics still gets one, with a low probability as a rule: give such
    texts a topic of their own, such as "other".

    Examples
    --------
    >>> texts = ["where is my parcel", "refund please"] * 10
    >>> model = trained_topics(texts, ["delivery", "refund"] * 10)
    >>> model.labels
    ('delivery', 'refund')
    """
    names = sorted(set(topics))
    plan = plan_for(len(names))
    require_enough(topics, names, FEWEST_OF_EACH)
    return trained(texts, topics, plan, Training(cost=0.1, rounds=5, rare_first=True, seed=seed))

"""Whether a short text is content or not."""

from collections.abc import Sequence

from heed.measures.refusals import Refusal, gettext_noop
from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import LinearModel, Training, trained
from heed.measures.texts.topics import require_enough

NEGATIVE, POSITIVE = "negative", "positive"
FEWEST_OF_EACH = 100
PLAN = FeaturePlan(bits=18, longest_run=3)


def trained_sentiment(texts: Sequence[str], labels: Sequence[str], *, seed: int = 0) -> LinearModel:
    """Return a model that tells content texts from discontent ones.

    Parameters
    ----------
    texts : sequence of str, length n
        As they came, in Chinese or English; personal data should be masked before.
    labels : sequence of str, length n
        "negative" or "positive".
    seed : int, default 0
        The same texts and seed give the same model.

    Returns
    -------
    LinearModel
        With the labels "negative" and "positive".

    Raises
    ------
    TooFewTexts
        If there are fewer than 100 texts of either label.
    ValueError
        If there is another label, or lengths differ.

    Notes
    -----
    Trained on several kinds of texts it carries over to kinds never seen, less well the further
    they lie: see docs/measures/text-answers.md. Irony is not understood.

    References
    ----------
    Wang, S. and Manning, C. D. (2012). Baselines and bigrams: simple, good sentiment and topic
    classification. Proceedings of the 50th Annual Meeting of the ACL, 2, 90-94.

    Examples
    --------
    >>> texts = ["质量很好", "非常满意", "太差了", "很失望"] * 50
    >>> labels = ["positive", "positive", "negative", "negative"] * 50
    >>> trained_sentiment(texts, labels).labels
    ('negative', 'positive')
    """
    unknown = sorted(set(labels) - {NEGATIVE, POSITIVE})
    if unknown:
        raise Refusal(
            gettext_noop("Expected the labels “negative” and “positive”, got %(unknown)s."),
            unknown=repr(unknown),
        )
    require_enough(labels, (NEGATIVE, POSITIVE), FEWEST_OF_EACH)
    return trained(texts, labels, PLAN, Training(seed=seed))

"""How the models of what people write are trained: of sentences of our own and of reviews."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from heed.measures.texts.adapted import adapted
from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import LinearModel, Training, trained
from heed.measures.texts.verdicts import verdicts
from heed.surveys.ready.sentences import sentences

OTHER = "other"
FEWEST_OF_TOPIC = 10  # reviewed texts, before a topic without sentences of ours is told apart
REVIEWED_WEIGHT = 3.0
FOLDS = 5
SENTIMENT = FeaturePlan(bits=16, longest_run=3), Training(cost=3.0, rounds=8)
TOPICS = FeaturePlan(bits=14, longest_run=2), Training(cost=1.0, rounds=6)

# Which words in the key or name of a topic of the ledger say that it is the one of our sentences.
_WORDS = {
    "delivery": ("deliver", "shipping", "交付", "配送", "送货", "物流", "发货"),
    "price": ("price", "pricing", "value for money", "cost", "价格", "性价比"),
    "quality": ("quality", "workmanship", "质量", "品质"),
    "staff": ("courtesy", "polite", "friendl", "staff", "礼貌", "态度", "友好"),
    "waiting": ("answer time", "time to answer", "waiting", "response time", "答复时间", "等待"),
    "refund": ("refund", "return", "退款", "退货", "退换"),
    "information": ("clear answer", "information", "advice", "解答", "信息", "说明"),
    "fit": ("fit", "size", "suitab", "尺寸", "合适"),
    "billing": ("billing", "invoice", "payment", "账单", "发票", "支付"),
    "solved": ("problem solved", "repair", "solution", "解决", "维修"),
    "listening": ("listen", "understanding", "倾听", "理解"),
}


@dataclass(frozen=True)
class Labelled:
    """A text, masked, with its label."""

    text: str
    label: str


def starting_sentiment() -> list[Labelled]:
    """Our sentences with their sentiment."""
    return [Labelled(each.text, each.sentiment) for each in sentences()]


def starting_topics(names: Mapping[str, str]) -> list[Labelled]:
    """Our sentences with topics of the ledger, by label; those of none with "other".

    `names` are the words of each topic by its label: key and names, in the topics' order.
    """
    label_of = {topic: _label_for(words, names) for topic, words in _WORDS.items()}
    return [Labelled(each.text, label_of.get(each.topic, OTHER)) for each in sentences()]


def _label_for(words: Sequence[str], names: Mapping[str, str]) -> str:
    for word in words:
        is_latin = word.isascii()
        sought = re.compile(rf"\b{word}" if is_latin else word)
        for label, name in names.items():
            if sought.search(name.lower().replace("-", " ")):
                return label
    return OTHER


def model_of(kind: str, starting: Sequence[Labelled], reviewed: Sequence[Labelled]) -> LinearModel:
    """Train a model of our sentences and of what people reviewed, which counts threefold.

    A label that only few reviewed texts have is left out.
    """
    known = {each.label for each in starting}
    many = Counter(each.label for each in reviewed)
    kept = [each for each in reviewed if each.label in known or many[each.label] >= FEWEST_OF_TOPIC]
    both = [*starting, *kept]
    plan, training = SENTIMENT if kind == "sentiment" else TOPICS
    return trained(
        [each.text for each in both],
        [each.label for each in both],
        plan,
        training,
        weights=[1.0] * len(starting) + [REVIEWED_WEIGHT] * len(kept),
    )


def cross_validated_sentences(kind: str) -> list[str]:
    """The label of each whole sentence of ours by a model that has not learnt from it."""
    labelled = [
        (each.is_whole, Labelled(each.text, each.sentiment if kind == "sentiment" else each.topic))
        for each in sentences()
    ]
    words = [each for is_whole, each in labelled if not is_whole]
    return cross_validated(kind, words, [each for is_whole, each in labelled if is_whole])


def cross_validated(
    kind: str,
    starting: Sequence[Labelled],
    reviewed: Sequence[Labelled],
    unlabelled: Sequence[str] = (),
) -> list[str]:
    """The label of each reviewed text by a model that has not learnt from it.

    The models are adapted to the texts without labels, where there are some.
    """
    found = [""] * len(reviewed)
    order = np.random.default_rng(0).permutation(len(reviewed))
    for fold in range(min(FOLDS, len(reviewed))):
        apart = {int(at) for at in order[fold::FOLDS]}
        rest = [each for at, each in enumerate(reviewed) if at not in apart]
        model = model_of(kind, starting, rest)
        if unlabelled:
            model = adapted(model, unlabelled)
        said = verdicts(model, [reviewed[at].text for at in sorted(apart)])
        for at, verdict in zip(sorted(apart), said, strict=True):
            found[at] = verdict.label
    return found


def right_among(said: Sequence[str], texts: Sequence[Labelled]) -> int:
    """How many labels are those that people gave."""
    return sum(one == each.label for one, each in zip(said, texts, strict=True))


def is_worth_adapting(
    plain: Sequence[str], nearer: Sequence[str], reviewed: Sequence[Labelled]
) -> bool:
    """Whether models that adapted themselves have no fewer of the reviewed texts right."""
    return right_among(nearer, reviewed) >= right_among(plain, reviewed)

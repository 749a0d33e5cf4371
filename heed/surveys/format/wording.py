"""Words that people who answer read, and that no questionnaire has to bring along."""

from heed.surveys.format.texts import Texts, texts
from heed.surveys.format.words import Missing, Part

OTHER_TEXT = texts("Other", zh_cn="其他")
NONE_TEXT = texts("None of these", zh_cn="以上都没有")
YES = texts("Yes", zh_cn="是")
NO = texts("No", zh_cn="否")
AND = texts(", ", zh_cn="、")
MISSING_TEXTS: dict[Missing, Texts] = {
    Missing.DONT_KNOW: texts("Don’t know", zh_cn="不清楚"),
    Missing.NOT_APPLICABLE: texts("Does not apply to me", zh_cn="不适用"),
    Missing.REFUSED: texts("I would rather not say", zh_cn="不想回答"),
}
PART_TEXTS: dict[Part, Texts] = {
    Part.EXPECTED: texts("Expected", zh_cn="期望"),
    Part.ADEQUATE: texts("Just acceptable", zh_cn="勉强可以接受"),
    Part.DESIRED: texts("Desired", zh_cn="理想"),
    Part.PERCEIVED: texts("Perceived", zh_cn="实际感受"),
    Part.IMPORTANCE: texts("Importance", zh_cn="重要程度"),
}

"""Which column of a file of customers holds what."""

from collections.abc import Mapping, Sequence

from heed.value.rules.columns import FIELDS, Columns, fitting, simplify

PEOPLE_FIELDS: dict[str, str] = {
    "reference": f"reference customerreference id number no {FIELDS['customer_id']} 编号",
    "name": f"name customer company companyname organisation organization "
    f"{FIELDS['customer_name']} 名称 名字 公司 公司名称 单位",
    "email": FIELDS["customer_email"],
    "phone": FIELDS["customer_phone"],
    "language": "language lang locale preferredlanguage customerlanguage 语言 首选语言 語言",
    "time_zone": "timezone tz 时区 時區",
    "country": FIELDS["country"],
    "address_form": "addressform howtoaddress salutation greeting formofaddress 称呼 尊称 稱呼",
    "fact": "fact facts note notes remark remarks comment comments 备注 说明 事实 備註",
    "fact_source": "factsource notesource sourceoffact 备注来源 事实来源",
    "survey_consent": "surveyconsent consent surveys maysurvey surveyoptin "
    "同意调查 调查同意 接受调查 同意調查",
}
TELLS_WHO = ("reference", "email", "phone")
_NAMES = {field: names.split() for field, names in PEOPLE_FIELDS.items()}


def recognise_people(columns: Sequence[str], mapping: Mapping[str, str]) -> Columns:
    """Find the column of each field: the one mapped, else the one with the most usual name."""
    found = dict(mapping)
    taken = set(mapping.values())
    for field, names in _NAMES.items():
        candidates = fitting(field, names, [name for name in columns if name not in taken])
        if field not in mapping and candidates:
            found[field] = candidates[0]
            taken.add(candidates[0])
    missing = () if found.keys() & set(TELLS_WHO) else ("reference",)
    return Columns(of=found, missing=missing)


def count_known_people(columns: Sequence[str], mapping: Mapping[str, str]) -> int:
    """How many fields these names tell of: that many speak for a line of column names."""
    names = {simplify(column) for column in columns}
    there = {field: name for field, name in mapping.items() if simplify(name) in names}
    return len(recognise_people(columns, there).of)

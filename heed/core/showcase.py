"""Sample content of the page that shows every component: invented people, true to the work."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heed.core.showcase_plots import sample_plots

_SEVEN = [(n, str(n)) for n in range(1, 8)]
_BALANCE = [(n, f"{'−' if n < 0 else '+' if n else ''}{abs(n)}") for n in range(-3, 4)]


class SampleForm(forms.Form):
    """Each kind of field once; nothing is done with what is entered."""

    wording = forms.CharField(
        label=_("What do you promise?"),
        help_text=_("As you would say it to the customer."),
        max_length=200,
    )
    topic = forms.ChoiceField(
        label=_("Topic"),
        choices=[
            ("", _("Choose or type")),
            ("delivery", _("Delivery time")),
            ("reply", _("Time to the first reply")),
            ("courtesy", _("Courtesy")),
            ("warmth", _("Warmth")),
            ("price", _("Price")),
            ("refund", _("Time to the refund")),
        ],
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    due_at = forms.DateTimeField(
        label=_("By when?"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    channel = forms.ChoiceField(
        label=_("How did she tell us?"),
        choices=[("mail", _("Mail")), ("call", _("Call")), ("visit", _("Visit"))],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    is_must = forms.BooleanField(label=_("She cannot do without it"), required=False)
    evidence = forms.FileField(label=_("Evidence"), required=False)


class SampleQuestions(forms.Form):
    perceived = forms.ChoiceField(
        label=_("How was the delivery?"), choices=_SEVEN, widget=forms.RadioSelect
    )
    against = forms.ChoiceField(
        label=_("And compared with what you expected?"), choices=_BALANCE, widget=forms.RadioSelect
    )


def showcase_context(now: datetime) -> dict[str, Any]:
    """Return what `heed/components_page.html` shows, as of `now`."""
    wrong = {"wording": "", "topic": "delivery", "due_at": "2024-02-31", "channel": "call"}
    return {
        "now": now,
        "form": SampleForm(auto_id="sample_%s"),
        "wrong_form": SampleForm(wrong, auto_id="wrong_%s"),
        "questions": SampleQuestions({"perceived": "6", "against": "1"}, auto_id="question_%s"),
        "owed": _owed(now),
        "waiting": _waiting(now),
        "letters": _letters(now),
        "expectations": _expectations(),
        "moments": _moments(now),
        "topics": _topics(),
        "spend": [120, 80, 0, 260, 190, 240, 60, 310, 280, 420, 0, 385],
        "first_replies": [4, 9, 14, 11, 6, 3, 2, 1],
        "instants": [now + timedelta(minutes=minutes) for minutes in _MINUTES],
        "dues": [now + timedelta(minutes=minutes) for minutes in (-2900, -95, 42, 190, 600, 4000)],
        "due_choices": [now + timedelta(days=days) for days in (0, 1, 4)],
        "parts": _parts(),
        "plots": sample_plots(),
        "levels": ["basic", "expected", "desired", "unexpected"],
        "tiers": ["high", "medium", "low", "potential", "lost"],
        "outcomes": ["open", "overdue", "kept", "late", "broken", "waived", "renegotiated"],
        "colours": _COLOURS,
    }


_MINUTES = (-420000, -5800, -1300, -130, -12, 0, 25, 170, 1500, 5000, 30000)
_COLOURS = [
    "paper", "raised", "sunken", "ink", "soft", "accent", "owed", "owed-quiet", "broken",
    "broken-quiet", "kept", "kept-quiet", "info", "info-quiet",
]  # fmt: skip


def _owed(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": "Margaret Osei", "tier": "high", "lang": "en",
            "wording": "Call her back about the boiler refund, with the amount",
            "made_at": now - timedelta(hours=49), "due_at": now - timedelta(hours=1, minutes=40),
            "topic": "Time to the refund", "action": _("Say what happened"),
        },
        {
            "name": "王丽华", "tier": "high", "lang": "zh-Hans",
            "wording": "今天下午三点前回电，告知新的安装时间",
            "made_at": now - timedelta(hours=22), "due_at": now + timedelta(minutes=48),
            "topic": "安装时间", "action": _("Fulfil"),
        },
        {
            "name": "Tomás Herrera", "tier": "medium", "lang": "en",
            "wording": "Send the corrected invoice and the reason for the difference",
            "made_at": now - timedelta(hours=5), "due_at": now + timedelta(hours=3, minutes=20),
            "topic": "Accuracy", "action": _("Fulfil"),
        },
        {
            "name": "陈建国", "tier": "low", "lang": "zh-Hans",
            "wording": "换一台同型号的新机，并安排师傅上门取回旧机",
            "made_at": now - timedelta(hours=8), "due_at": now + timedelta(hours=44),
            "topic": "换货", "action": _("Fulfil"),
        },
    ]  # fmt: skip


def _waiting(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": "Margaret Osei", "lang": "en", "tier": "high",
            "at": now - timedelta(minutes=24), "text": "Still no call about the refund",
            "is_waiting": True, "is_current": True, "tag": _("promise overdue"), "kind": "broken",
        },
        {
            "name": "王丽华", "lang": "zh-Hans", "tier": "high", "at": now - timedelta(minutes=70),
            "text": "安装师傅什么时候能到？我下午要去接孩子", "is_waiting": True,
            "tag": _("due soon"), "kind": "owed",
        },
        {
            "name": "Tomás Herrera", "lang": "en", "tier": "medium", "at": now - timedelta(hours=5),
            "text": "Invoice 20417 does not match the order", "is_waiting": True,
        },
        {
            "name": "Ingrid Sørlie", "lang": "en", "tier": "potential",
            "at": now - timedelta(days=1, hours=3),
            "text": "Which stove fits a 12 cm flue?", "is_waiting": False,
        },
        {
            "name": "陈建国", "lang": "zh-Hans", "tier": "low", "at": now - timedelta(days=3),
            "text": "谢谢，新机收到了", "is_waiting": False,
        },
    ]  # fmt: skip


def _letters(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": "Margaret Osei", "is_ours": False, "at": now - timedelta(days=3, hours=2),
            "lang": "en",
            "paragraphs": [
                "Hello, the boiler you collected three weeks ago has still not been refunded. "
                "I was told ten days. I have bought from you since 2014 and "
                "never had to ask twice.",
                "Please tell me what is happening and when the money arrives.",
            ],
            "files": ["collection-note.pdf", "IMG_2041.jpg"],
        },
        {
            "name": "Lin Xia", "is_ours": True, "at": now - timedelta(hours=49), "lang": "en",
            "paragraphs": [
                "Dear Mrs Osei, you are right, and I am sorry: ten days were promised and it has "
                "been twenty-one. The collection was never booked in at our warehouse.",
                "I have asked for it to be found today. I will call you with the amount and the "
                "day it reaches your account.",
            ],
            "promise": "Call her back about the boiler refund, with the amount",
            "due_at": now - timedelta(hours=1, minutes=40),
        },
        {
            "name": "Lin Xia", "is_ours": True, "is_note": True, "at": now - timedelta(hours=4),
            "lang": "zh-Hans",
            "paragraphs": ["仓库说机器在 B 区，单号写错了。财务明天上午可以退款，"
                           "金额 1,299 欧元。"],
        },
        {
            "name": "Margaret Osei", "is_ours": False, "at": now - timedelta(minutes=24),
            "lang": "en",
            "paragraphs": ["It is past two and nobody has called. Should I keep waiting?"],
            "quoted": "I will call you with the amount and the day it reaches your account.",
        },
    ]  # fmt: skip


def _expectations() -> list[dict[str, Any]]:
    return [
        {
            "topic": "Time to the refund", "level": "expected", "unit": "d", "better": "less",
            "words": "“I was told ten days.”", "expected": 10, "promised": 10, "actual": 21,
            "adequate": 14, "lang": "en",
        },
        {
            "topic": "Courtesy", "level": "expected", "unit": "", "better": "more",
            "words": "“Never had to ask twice.”", "expected": 5.5, "promised": None,
            "actual": 6.2, "adequate": None, "lang": "en",
        },
        {
            "topic": "安装时间", "level": "desired", "unit": "h", "better": "less",
            "words": "“最好当天能装上，我周末才在家。”", "expected": 24, "promised": 30,
            "actual": 26, "adequate": 48, "lang": "zh-Hans",
        },
        {
            "topic": "Warmth", "level": "unexpected", "unit": "", "better": "more",
            "words": "Remembered that her son starts school in September", "expected": None,
            "promised": None, "actual": 6.8, "adequate": None, "lang": "en",
        },
    ]  # fmt: skip


def _parts() -> list[tuple[str, list[tuple[str, str, float]]]]:
    """Wholes cut into the same parts: customers and what they spend, by tier."""
    names = (("high", _("High value")), ("medium", _("Medium value")), ("low", _("Low value")))
    amounts = ((_("Customers"), (438, 656, 1093)), (_("Spend"), (1_623_662, 652_006, 195_036)))
    return [
        (
            str(label),
            [(key, str(name), amount) for (key, name), amount in zip(names, values, strict=True)],
        )
        for label, values in amounts
    ]


def _moments(now: datetime) -> list[dict[str, Any]]:
    return [
        {"at": now - timedelta(minutes=24), "icon": "mail", "kind": "",
         "text": "Wrote: still no call"},
        {"at": now - timedelta(hours=1, minutes=40), "icon": "alert", "kind": "owed",
         "text": "Promise became overdue", "more": "Call her back about the boiler refund"},
        {"at": now - timedelta(hours=4), "icon": "note", "kind": "", "lang": "zh-Hans",
         "text": "内部备注：仓库单号写错"},
        {"at": now - timedelta(hours=6), "icon": "check", "kind": "kept",
         "text": "Promise kept, 3 h early", "more": "Send the collection label again"},
    ]  # fmt: skip


def _topics() -> list[dict[str, Any]]:
    """Return rows of name, unit, expected, promised, actual and its interval, share kept, n."""
    rows = [
        ("Time to the refund", "d", 9.0, 10.0, (13.4, 12.1, 14.8), 20, (0.71, 0.63, 0.78), 131, 2),
        ("Delivery time", "d", 3.0, 4.0, (3.2, 2.8, 3.7), 8, (0.88, 0.85, 0.91), 642, 0),
        ("Courtesy", "", 5.1, None, (5.9, 5.8, 6.1), 7, (None, None, None), 388, 0),
        ("安装时间", "h", 24, 30, (35, 27, 43), 72, (0.80, 0.61, 0.91), 25, 1),
        ("Price", "", 5.6, None, (4.4, 4.1, 4.7), 7, (None, None, None), 97, 2),
    ]
    return [_topic(*row) for row in rows]


def _topic(
    name: str,
    unit: str,
    expected: float,
    promised: float | None,
    actual: tuple[float, float, float],
    maximum: float,
    share: tuple[float | None, float | None, float | None],
    n: int,
    heat: int,
) -> dict[str, Any]:
    sign = -1 if unit else 1
    gap, *ends = (sign * (value - expected) for value in actual)
    return {
        "name": name, "unit": unit, "better": "less" if unit else "more", "expected": expected,
        "promised": promised, "actual": actual[0], "low": actual[1], "high": actual[2],
        "minimum": 0 if unit else 1, "maximum": maximum, "gap": gap, "gap_low": min(ends),
        "gap_high": max(ends), "share": share[0], "share_low": share[1], "share_high": share[2],
        "n": n, "heat": heat,
    }  # fmt: skip

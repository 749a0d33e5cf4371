"""A tablet that asks on site: what it asks, and what people do before it."""

from playwright.sync_api import Page

LYING = {"width": 1024, "height": 768}
ASKED = {
    "title": {"default": "Your visit today", "zh-cn": "今天的光临"},
    "description": {"default": "Two short pages.", "zh-cn": "只有两小页。"},
    "pages": [
        {
            "name": "one",
            "elements": [
                {
                    "type": "checkbox",
                    "name": "used",
                    "title": {"default": "What did you use?", "zh-cn": "您用了什么？"},
                    "choices": [
                        {"value": "till", "text": {"default": "Till", "zh-cn": "收银台"}},
                        {"value": "desk", "text": {"default": "Desk", "zh-cn": "服务台"}},
                        {"value": "toilet", "text": {"default": "Toilet", "zh-cn": "洗手间"}},
                    ],
                    "choicesOrder": "random",
                    "showOtherItem": True,
                    "isRequired": True,
                },
                {
                    "type": "rating",
                    "name": "csat",
                    "title": {"default": "How was it?", "zh-cn": "感觉如何？"},
                    "rateMax": 7,
                    "heed_missing": ["dontknow"],
                },
            ],
        },
        {
            "name": "two",
            "elements": [
                {
                    "type": "radiogroup",
                    "name": "best",
                    "title": {"default": "Which was best?", "zh-cn": "哪个最好？"},
                    "choicesFromQuestion": "used",
                    "choicesFromQuestionMode": "selected",
                },
                {
                    "type": "comment",
                    "name": "why",
                    "title": {
                        "default": "You gave {csat}. Why?",
                        "zh-cn": "您给了{csat}，为什么？",
                    },
                    "visibleIf": "{csat} <= 2",
                },
            ],
        },
    ],
}


def first_page(page: Page, *, used: str = "till", csat: int = 4) -> None:
    page.locator("#begin").click()
    page.locator(f"input[name=used][value={used}]").check(force=True)
    page.locator(f"input[name=csat][value='{csat}']").check(force=True)
    page.locator("#next").click()


def answer(page: Page, *, used: str = "till", csat: int = 4) -> None:
    first_page(page, used=used, csat=csat)
    page.locator(f"input[name=best][value={used}]").check(force=True)
    page.locator("#next").click()
    page.locator("#thanks").wait_for()


def answer_and_start_again(page: Page, *, csat: int = 4) -> None:
    answer(page, csat=csat)
    page.locator("#to-start").click()
    page.locator("#start").wait_for()


def waits(page: Page, said: str) -> None:
    page.locator("#mark", has_text=said).wait_for()


def arrived(page: Page) -> None:
    page.locator("#mark").wait_for(state="hidden")

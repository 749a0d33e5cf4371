import pytest

from heed.conversations.mime.quotes import split_reply

CASES = {
    "gmail": "Thanks\n\nOn Wed, May 1, 2024 at 3:00 PM Ann <a@b.c> wrote:\n\n> Hello\n",
    "gmail wrapped": "Thanks\n\nOn Wed, May 1, 2024 at 3:00 PM Ann\n<a@b.c>\nwrote:\n\n> Hello\n",
    "gmail zh": "Thanks\n\n张三 <a@b.c> 于2024年5月1日周三 下午3:00写道：\n\n> 您好\n",
    "gmail zh wrapped": "Thanks\n\n张三 <a@b.c> 于2024年5月1日周三\n下午3:00写道：\n\n> 您好\n",
    "gmail tw": "Thanks\n\n張三 <a@b.c> 於 2024年5月1日 週三 下午3:00寫道：\n\n> 您好\n",
    "163": 'Thanks\n\n在 2024-05-01 15:00:00，"张三" <a@b.c> 写道：\n\n您好，\n您的订单\n',
    "163 en": 'Thanks\n\nAt 2024-05-01 15:00:00, "张三" <a@b.c> wrote:\n>您好\n',
    "apple zh": "Thanks\n\n> 在 2024年5月1日，15:00，张三 <a@b.c> 写道：\n> \n> 您好\n",
    "qq": "Thanks\n\n\n------------------ 原始邮件 ------------------\n发件人: x\n\n您好",
    "qq html": "Thanks\n\n------------------&nbsp;原始邮件&nbsp;------------------\n您好",
    "163 master": "Thanks\n---- 回复的原邮件 ----\n| 发件人 | 客服 |\n您好",
    "outlook zh": "Thanks\n\n发件人： 客服\n发送时间： 周三\n收件人： 我\n主题： 订单\n\n您好",
    "alimail": "Thanks\n\n------------\n发件人：客服\n发送时间：周三\n主　题：订单\n\n您好",
    "outlook": "Thanks\n\nFrom: Ann\nSent: Monday\nTo: Bob\nSubject: Order\n\nHello",
    "outlook ruled": "Thanks\n________________________________\nFrom: A\nSent: x\nSubject: y\n\nHi",
    "outlook de": "Thanks\n\nVon: Ann\nGesendet: Montag\nAn: Bob\nBetreff: Bestellung\n\nHallo",
    "outlook starred": "Thanks\n\n*From:* Ann\n*Sent:* x\n*To:* y\n*Subject:* z\n\nHello",
    "original": "Thanks\n\n-----Original Message-----\nHello",
    "yahoo": "Thanks\n\n    On Monday, May 1, 2024, 03:00:00 PM, Ann <a@b.c> wrote:  \n \n Hello\n",
    "french": "Thanks\n\nLe mer. 1 mai 2024 à 15:00, Ann <a@b.c> a\nécrit :\n\n> Bonjour\n",
    "german": "Thanks\n\nAm Mi., 1. Mai 2024 um 15:00 Uhr schrieb Ann <\na@b.c>:\n\n> Hallo\n",
    "spanish": "Thanks\n\nEl mié, 1 may 2024 a las 15:00, Ann (<a@b.c>) escribió:\n\n> Hola\n",
    "russian": "Thanks\n\nср, 1 мая 2024 г. в 15:00, Ann <a@b.c>:\n\n> Привет\n",
    "japanese": "Thanks\n\n2024年5月1日(水) 15:00 山田 <a@b.c>:\n\n> こんにちは\n",
    "signature": "Thanks\n\n-- \nAnn\nHead of Things",
    "iphone": "Thanks\n\nSent from my iPhone\n",
    "iphone zh": "Thanks\n\n发自我的iPhone\n",
    "outlook app": "Thanks\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n",
    "quote alone": "Thanks\n\n> old\n> words\n",
    "forwarded": "Thanks\n\n---------- Forwarded message ---------\nFrom: A <a@b.c>\n\nHello",
}
KEPT = {
    "travel": "Please book\nFrom: Beijing\nTo: Shanghai\nDate: 5 May\nfor two",
    "answers below": "> When?\n\nTomorrow.\n\n> Where?\n\nHere.",
    "sentence zh": "我在2024年给你们写信说过：\n东西坏了。\n请处理",
    "thanks zh": "发自内心的感谢你们",
    "friend zh": "来自我的朋友的推荐",
    "sentence": "The parcel was\nsent from my office\non Monday.",
    "list": "Parts missing:\n-- screws\n-- the lid\n\nRegards",
    "rulers": "Plan\n=====\none\n\n----\n\ntwo",
    "code": "Try this\n\n```\n--\n> not a quote\n```\n\nand tell me",
    "wrote": "My lawyer wrote:\nyou owe me money",
    "only device": "Sent from my iPhone",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES.keys())
def test_the_quote_and_the_signature_are_cut(text):
    reply, quoted = split_reply(text)

    assert reply == "Thanks"
    assert quoted


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_the_words_of_the_writer_are_kept(text):
    assert split_reply(text) == (text, "")


def test_answers_between_quotes_keep_the_questions():
    text = "On 1 May 2024, Ann <a@b.c> wrote:\n> When?\nTomorrow.\n> Where?\nHere.\n"

    assert split_reply(text)[0] == "Tomorrow.\n> Where?\nHere."


def test_a_mail_forwarded_without_a_word_shows_what_it_says():
    text = "---------- Forwarded message ---------\nFrom: A <a@b.c>\nDate: x\nSubject: y\n\nHello"

    assert split_reply(text)[0] == "Hello"


def test_every_line_is_in_the_reply_or_in_the_quote():
    reply, quoted = split_reply(
        "a\n\nSent from my iPhone\n\nOn 1 May 2024, X <x@y.z> wrote:\n> b\n> c"
    )

    assert (reply, quoted.splitlines()) == (
        "a",
        ["Sent from my iPhone", "", "On 1 May 2024, X <x@y.z> wrote:", "> b", "> c"],
    )

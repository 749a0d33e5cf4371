"""What people say in the last question of a survey, in two languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """The same remark in English and Chinese; `topic` is a key of the ledger or empty."""

    topic: str
    sentiment: str
    en: str
    zh: str


REMARKS = tuple(
    Remark(*row)
    for row in (
        (
            "delivery-time",
            "negative",
            "I sat at home two days for the delivery, it came on the third.",
            "为了收货在家等了两天，第三天才送来。",
        ),
        (
            "delivery-time",
            "negative",
            "The wardrobe was promised for May and delivered in July.",
            "衣柜说好五月送，七月才到。",
        ),
        (
            "delivery-time",
            "negative",
            "Your parcel service dropped the box at the wrong house again.",
            "快递又把箱子送错了人家。",
        ),
        (
            "delivery-time",
            "positive",
            "Delivered on the day you said, and both men took their shoes off.",
            "说哪天送就哪天送，两位师傅还主动脱鞋。",
        ),
        (
            "delivery-time",
            "positive",
            "The delivery was faster than I had hoped.",
            "送货比我盼的还快。",
        ),
        (
            "delivery-time",
            "neutral",
            "The sideboard is to be delivered next week.",
            "餐边柜下周送货。",
        ),
        (
            "courtesy",
            "negative",
            "The gentleman at the service desk was short with me and quite rude.",
            "服务台那位先生爱理不理，挺没礼貌的。",
        ),
        (
            "courtesy",
            "positive",
            "What a friendly young lady on the phone.",
            "接电话的小姑娘特别亲切。",
        ),
        (
            "courtesy",
            "positive",
            "Always polite, also when I rang for the fourth time.",
            "打了四次电话，每次都客客气气。",
        ),
        ("courtesy", "neutral", "I spoke to two members of staff.", "跟两位工作人员说过话。"),
        (
            "answer-time",
            "negative",
            "Ten days without a reply, then three mails in one hour.",
            "十天没有回复，后来一小时来了三封。",
        ),
        (
            "answer-time",
            "negative",
            "I hang in the queue every single time I call.",
            "每次打电话都要排队等很久。",
        ),
        (
            "answer-time",
            "positive",
            "The answer was there before my coffee was ready.",
            "咖啡还没煮好，回复就来了。",
        ),
        ("answer-time", "neutral", "You replied on Thursday.", "你们是周四回复的。"),
        (
            "refund",
            "negative",
            "I am still waiting for the money for the returned chairs.",
            "椅子退了，钱到现在还没退。",
        ),
        (
            "refund",
            "negative",
            "Sending things back costs me more than they are worth.",
            "退个货，运费比东西还贵。",
        ),
        (
            "refund",
            "positive",
            "Return accepted, refund paid, no fuss.",
            "退货顺利，钱马上退了，不啰嗦。",
        ),
        ("refund", "neutral", "I returned one of the two lamps.", "两盏灯退了一盏。"),
        (
            "clear-answers",
            "negative",
            "Each of you gives me a different explanation.",
            "你们每个人的解释都不一样。",
        ),
        (
            "clear-answers",
            "negative",
            "The assembly instructions drove us mad.",
            "安装说明书把我们看晕了。",
        ),
        (
            "clear-answers",
            "positive",
            "You explained the guarantee so that I could follow.",
            "保修讲得很明白，我听懂了。",
        ),
        ("clear-answers", "neutral", "The leaflet has twelve pages.", "说明书一共十二页。"),
        (
            "problem-solved",
            "negative",
            "The drawer was repaired twice and sticks again.",
            "抽屉修了两次，又卡住了。",
        ),
        (
            "problem-solved",
            "negative",
            "Nothing has been done about the crack.",
            "裂缝的问题一直没人处理。",
        ),
        (
            "problem-solved",
            "positive",
            "One visit, and the door closes as it should. Thank you.",
            "上门一次门就修好了，谢谢。",
        ),
        ("problem-solved", "neutral", "A technician looked at it in March.", "三月有师傅来看过。"),
        (
            "value-for-money",
            "negative",
            "Four hundred for this? You must be joking.",
            "这个要四百？太贵了吧。",
        ),
        (
            "value-for-money",
            "positive",
            "A very decent price for a table like this.",
            "这样的桌子，这个价很实在。",
        ),
        (
            "value-for-money",
            "neutral",
            "I compared the prices of three shops.",
            "比较过三家的价格。",
        ),
        (
            "being-listened-to",
            "negative",
            "I told you in detail what I need, and nobody took it in.",
            "我说得那么详细，没有一个人听进去。",
        ),
        (
            "being-listened-to",
            "positive",
            "Your adviser really listened and asked about our small kitchen.",
            "顾问很认真地听，还问了我们小厨房的情况。",
        ),
        (
            "being-listened-to",
            "neutral",
            "I have written my suggestion on the card.",
            "我的建议写在卡片上了。",
        ),
        ("", "positive", "We are glad we found you.", "能找到你们这家店真高兴。"),
        ("", "positive", "Carry on like this.", "就这样保持下去。"),
        ("", "negative", "It used to be better here.", "你们家以前比现在好。"),
        ("", "negative", "The sofa cover looks worn after two months.", "沙发套两个月就起球了。"),
        ("", "neutral", "Nothing more from my side.", "我这边没有别的了。"),
        ("", "neutral", "The table stands in the hall now.", "桌子现在放在门厅。"),
        (
            "",
            "positive",
            "The oak smells wonderful and every joint is tight.",
            "橡木味道好闻，接缝都很严实。",
        ),
        (
            "",
            "negative",
            "You booked the amount twice from my account.",
            "你们从我账户里扣了两次款。",
        ),
    )
)

"""How commitments are read in Chinese, clause by clause, by the lists of words/chinese.toml."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heed.expectations.finding.alternatives import Alternatives, anywhere, split_top
from heed.expectations.finding.cores import NOTHING, TIME, Core, Language, Reading, blank
from heed.expectations.finding.patterns import when_used
from heed.expectations.finding.rule_files import filled, patterns_of, read_rules
from heed.expectations.finding.time_words import TimeReader, TimeWords

RULES = read_rules("chinese")
LISTS = patterns_of(RULES["lists"])
TIME_MARK = "·"
RECEIVED = "客户会得到"
NO_READING = Reading((), ())


def _compiled(pattern: str) -> re.Pattern[str]:
    return when_used(filled(pattern, LISTS))


SEPARATOR = re.compile(
    r"[，,。；;！!？?（）()\[\]【】…~～\x00\n\r]|[:：](?!\d)|[—–]{2}|\s+(?=\D)|(?<=\D)\s+"
)
LEAD = (
    r"(?:[·\s]|那么?|好的?|嗯|然后|另外|所以|因此|同时|并且?|而且|也|都|接着|之后|且|但是?"
    r"|待办|备注|再|最晚|最迟|注|行|ok)*"
)
GIVES = _compiled(
    r"(?:给|为|帮|替|跟|向|与|和|同|对)(?:{cust})(?:家|本人|那边|这边|单位|公司)?[^，]{0,14}?(?:{verb}|{prepare})"
)
TELLS = _compiled(
    r"(?:联系|通知|转|付|结给|捎给|复|回复|答复|告诉|告知|发给|发|寄给|寄|退给|退|打给|补给|补|补偿|赔给|赔|赔付给|转给|送给|送到|送|交给"
    r"|还给|还|派给|支付给|分享给|同步给|反馈给|传给|推送给|推给|提供给|开给|换给|拿给|带给|回|接|拉|教|打到|汇给|报给"
    r"|说给|@|call|email)(?:{cust})"
)
WILL = _compiled(
    r"(?<![机社开约聚体学协工一宴误])(?:会(?![议员计场展后前费所谈诊客])|将(?![近来军就])|即将)[^，]{0,18}?(?:{verb}|{receive})"
)
SOON = _compiled(r"(?:{now})[^，]{0,10}?(?:{verb}|{prepare})")
CHECKS = _compiled(
    r"(?:我|我们|咱|这边|帮您|给您|替您|帮你|给你|这就|马上|现在|立即|立刻)[^，]{0,8}?(?:{prepare})[^，]{0,8}?"
    r"(?:一下|下|一查|一看|问|看看|清楚|原因|情况|进度|$)|我(?:先|再|来|去|这就去|这就|马上|立刻|现在)+[^，]{0,6}?(?:{prepare})"
    r"|(?:我|我们|这边)让(?:{staff})|^(?:让|找|请)(?:{staff})"
)
OURS = _compiled(
    r"(?:{ours})(?:这边|那边)?(?:[·]*)(?:来|去|负责|就|一定|再|先|这就|给|帮|都)[^，]{0,10}?(?:{verb})|交给我"
)
GUARANTEE = _compiled(
    r"(?:保证|承诺|确保|打包票|一定|必定|肯定|准时|包在)[^，]{0,16}?(?:{verb}|{receive})"
)
GUARANTEED_TIME = re.compile(r"(?:保证|承诺|确保|一定|必定|肯定)")
ARRANGED = _compiled(
    r"(?:安排|预约|约定|约好|约了|定于|定在|改约|排期|预订|派|约在|敲定|排在|排到|改期|改在|排好)[^，]{0,20}"
)
RECEIVES = _compiled(
    r"(?:您|你|客户|贵[司方]|亲)[^，]{0,16}?(?P<will>能|会|将|就|可以?|便)[^，]{0,6}?(?:{receive})"
)
RECEIVES_TIMED = _compiled(r"(?:您|你|客户)[^，]{0,4}·[^，]{0,4}(?:{receive})")
ANY_VERB = _compiled(
    r"(?:{verb})|[修弄做装换洗搬拆补调配查办清理处送改搞备]{1,2}(?:好|完|妥)|就好$|能好|就绪|出来$|可取|安好|就(?:能|可以?)用|见分晓|拿过来|有货"
    r"|把(?!手|关)[^，]{2,}"
)
# 您的西服周四试身：客户的东西，在那时有个说法；我们周三统一复盘：我方，在那时做什么。
YOUR_THING = re.compile(
    r"您的[^，的]{1,8}·+(?!.{0,4}(?:到期|过期|失效|截止|终止|结束|起飞|出发|开始|开学|扣款|清零|生日|停))[^，]{2,8}$"
)
WE_THEN = _compiled(
    r"^(?:[·\s]*)(?:{ours}|{staff})[^，]{0,4}·[^，]{0,4}(?:会|将|就|来|去|负责|亲自|重新|统一|逐一|陆续|全部|一并|直接)(?!议|上班|下班|放假|度假|开会|出差)[^，]{2,}"
)
# 师傅周四给猫剪毛、明天一定把账理清：我方，在那时，做随便什么。
OURS_AT_A_TIME = _compiled(
    rf"^(?:{LEAD}(?:{{ours}}|{{staff}})(?:[一-龥]{{1,3}}(?<![我的说看想]))?·|[^，·]{{0,4}}·{LEAD}(?:{{ours}}|{{staff}}))"
    r"[·\s]*(?:之?前|以?前|之内|以内|内|左右)?+(?!{own_affairs})[一-龥](?![^，]*的$)[^，]+$"
)
FOR_HER_AT_A_TIME = _compiled(
    rf"^(?=[^，]*·){LEAD}(?:(?:给|帮|替|为)(?:{{cust}})[^，·]{{2,}}"
    r"|(?:会|将|一定|必|准保?|保证)(?!{happens})(?![^，]*扣)[^，·]{2,})$"
)
TIMED = (ARRANGED, ANY_VERB, YOUR_THING, WE_THEN, OURS_AT_A_TIME, FOR_HER_AT_A_TIME)
PREPARES = _compiled(r"^[^，]{0,14}?(?:{prepare})")
DELIVERS = _compiled(
    r"(?:给|为|替|向)(?:{cust})|(?:回复|答复|告诉|通知|回|发|打给|寄|退)(?:{cust})|回电|回复|答复"
)
ACTOR = _compiled(rf"^{LEAD}(?P<who>(?:{{ours}}|{{staff}}|他们|她们|他|她)(?:的?(?:{{staff}}))?)")
STAFF_FIRST = _compiled(rf"^{LEAD}(?:由|让|安排|请)?(?:我们?的?|本\w)?(?:{{staff}}|他们|她们)")
THIRD = _compiled(
    r"(?<![跟和与向找系催问让请由去到从往对给帮替等盯])(?:{third})(?![^，]{0,2}(?:端|那边的?款))"
)
OUR_SIDE = _compiled(r"(?:{ours})")
CUSTOMER_FIRST = _compiled(
    rf"^{LEAD}(?:您|你们?|客户|用户|顾客|对方|患者本人|(?![找给帮为替跟和向约回接送请陪])[一-龥]{{1,2}}(?:先生|女士|小姐|太太)|她|他(?!们))(?![的这那家单公订卡账投包退房车快货理款钱保号手宽电网方反楼小所]"
    rf"|·*[^，]{{0,12}}(?:给|为|帮|向|和|与|跟)(?:您|你|客户|其))"
)
HARMLESS = anywhere(filled(RULES["harmless"]["pattern"], LISTS))
CANCELS = [
    (str(each["says"]), alternative)
    for each in RULES["cancels"]
    for alternative in split_top(filled(each["pattern"], LISTS))
]
CANCELLING = Alternatives([pattern for _, pattern in CANCELS], at_words=False)
CONDITION = _compiled(RULES["conditions"]["pattern"])
OWN_CONDITION = _compiled(RULES["conditions"]["own"])
AFTER = _compiled(RULES["conditions"]["after"])
AFTER_TIME = re.compile(RULES["conditions"]["after_time"])
OURS_AFTER = _compiled(r"(?:{ours_after})")
OUTSIDE = _compiled(r"(?:{outside})")
CUSTOMER_ACTS = re.compile(RULES["conditions"]["customer_acts"])
PAST = re.compile(
    r"已(?!安排|预约|约|为|答应|承诺|应承|给客户预约|改约|排|派)|已经|已(?:为|给)(?:您|客户)(?!安排|预约|约|派)|刚(?!好|需)|曾|过了|[说讲提]过|过(?=$)"
    r"|[发寄送开打退补回办查修换装](?:的|过(?!去|来|户|账|程))(?=[一-龥])|[完好了]的(?=[一-龥])"
)
DONE = re.compile(
    r"[办发寄送退修查装换打到走来去好完回]的$|了(?!解|结|断|然|不|得|却)(?!再|就|给|后|我|马上|立即|第一时间|通知|之后|以后|告)"
)
PAST_TIME = re.compile(r"昨|前天|上个?(?:周|星期|礼拜|月)|刚才|刚刚|去年")
FUTURE = re.compile(
    r"会|将|能|一定|准|保证|肯定|"
    r"就(?=[^，]*了)|马上|立刻|再"
)
AHEAD = re.compile(r"^(?!.*昨).*(?:明|后天|下周|下个?月)")
UNTIL = re.compile(r"·(?:之前|以前|前)")
ARRANGES = re.compile(r"答应|承诺|应承|安排|预约|约定|约好|约了|定于|派|改约|排期|改期|排")
TAG = re.compile(
    r"^(?:这样|那)?(?:可以|行|好|方便|合适|没问题|怎么样|如何|[您你](?:看(?!手机|短信|邮|微信|电话)|介意|觉得)|成|ok|对)"
)
SAYS_LAST = re.compile(r"(?:说|称|表示|讲|道)$|^据")


@dataclass
class Clause:
    """A clause of a sentence: as said, with its times marked, and what it is taken for."""

    start: int
    end: int
    said: str
    marked: str
    core: Core | None = None
    cancels: str = ""


def read(sentence: str, is_question: bool, times: Sequence[TimeWords] = ()) -> Reading:  # noqa: FBT001
    """The commitments of a sentence, and those that something cancels."""
    clauses = _clauses(sentence, times)
    for clause in clauses:
        clause.core = _core(clause)
    if not any(clause.core for clause in clauses):
        return NO_READING
    for clause in clauses:
        clause.cancels = _cancelled(clause) or _others_act(clause)
    _spread(clauses, is_question=is_question)
    kept = tuple(each.core for each in clauses if each.core and not each.cancels)
    cancelled = tuple((each.core, each.cancels) for each in clauses if each.core and each.cancels)
    return Reading(kept, cancelled)


def _clauses(sentence: str, times: Sequence[TimeWords]) -> list[Clause]:
    text = HARMLESS.blanked(sentence, "，")
    marked = list(text)
    for each in times:
        if each.kind not in {"vague", "past", "repeating", "then"}:
            marked[each.start : each.end] = TIME_MARK * (each.end - each.start)
    joined = "".join(marked)
    clauses, start = [], 0
    for match in [*SEPARATOR.finditer(joined), None]:
        end = match.start() if match else len(joined)
        if end > start:
            clauses.append(Clause(start, end, text[start:end], joined[start:end]))
        start = match.end() if match else end
    return clauses


def _core(clause: Clause) -> Core | None:
    found = _rule(clause)
    if not found:
        return None
    rule, needs = found
    who = ACTOR.match(clause.marked)
    is_preparation = bool(PREPARES.search(clause.marked)) and not DELIVERS.search(clause.marked)
    return Core(
        start=clause.start + len(clause.said) - len(clause.said.lstrip()),
        end=clause.end,
        clause_start=clause.start,
        clause_end=clause.end,
        actor=who["who"] if who else "我们",
        rule=rule,
        needs=needs,
        is_preparation=is_preparation or rule == "先查再说",
        deed=clause.start,
    )


def _rule(clause: Clause) -> tuple[str, str] | None:
    """The first rule that makes the clause a commitment, and what it needs besides."""
    marked = clause.marked
    receives = RECEIVES.search(marked)
    if receives:
        return RECEIVED, NOTHING if receives["will"] in {"会", "将"} else TIME
    if RECEIVES_TIMED.search(marked):
        return RECEIVED, TIME
    for rule, pattern in (
        ("给客户做", GIVES),
        ("告知客户", TELLS),
        ("会、将", WILL),
        ("马上做", SOON),
        ("先查再说", CHECKS),
        ("我方来做", OURS),
        ("保证", GUARANTEE),
    ):
        if pattern.search(marked):
            return rule, NOTHING
    if GUARANTEED_TIME.search(marked):
        return "保证", TIME
    if any(each.search(marked) for each in TIMED):
        return "有时间的动作", TIME
    return None


def _others_act(clause: Clause) -> str:
    """Why a commitment is none of ours: the customer or a third party acts."""
    if not clause.core or clause.core.rule == RECEIVED:
        return ""
    is_others = bool(CUSTOMER_FIRST.match(clause.marked))
    third = None if is_others else THIRD.search(clause.marked)
    if third:
        is_others = not OUR_SIDE.search(clause.marked, 0, third.start())
    return "做的是客户或第三方" if is_others else ""


def _cancelled(clause: Clause) -> str:
    said = clause.said
    numbers = [number for _, _, number in CANCELLING.places(said, 0, len(said))]
    if numbers:
        return CANCELS[min(numbers)][0]
    is_arranged = ARRANGES.search(clause.said) and TIME_MARK in clause.marked
    if not is_arranged and PAST.search(clause.said):
        return "过去的事"
    if is_arranged or UNTIL.search(clause.marked):
        return ""
    is_over = DONE.search(clause.said)
    is_done = is_over and (PAST_TIME.search(clause.said) or not FUTURE.search(clause.said))
    return "过去的事" if is_done and not AHEAD.search(clause.said) else ""


def _spread(clauses: list[Clause], *, is_question: bool) -> None:
    """Let conditions, questions and reports reach beyond their own clause."""
    is_conditional, is_reported, is_asked = False, False, False
    for number, clause in enumerate(clauses):
        is_condition = _is_condition(clause.said)
        if is_condition and not clause.core and not any(each.core for each in clauses[number:]):
            _cancel_last(clauses[:number], "条件不由我方决定")
        is_conditional = is_conditional or is_condition
        if clause.cancels.startswith("问句"):
            is_asked = True
            if not clause.core and TAG.match(clause.said.strip("·， ")):
                _cancel_last(clauses[:number], "问句或征询")
        if is_conditional or is_reported:
            clause.cancels = clause.cancels or (
                "条件不由我方决定" if is_conditional else "转述别人的话"
            )
        is_reported = clause.cancels.startswith("转述") and bool(
            SAYS_LAST.search(clause.said.strip())
        )
    if is_question and not is_asked:
        for clause in clauses:
            clause.cancels = clause.cancels or "问句或征询"


def _cancel_last(clauses: list[Clause], says: str) -> None:
    for clause in reversed(clauses):
        if clause.core:
            clause.cancels = clause.cancels or says
            return


def _is_condition(said: str) -> bool:
    text = blank(OWN_CONDITION, said, "_")
    if CONDITION.search(text):
        return True
    for match in AFTER.finditer(said):
        what = match["what"]
        if AFTER_TIME.search(what) or not re.search(r"[一-龥]", what):
            continue
        if CUSTOMER_ACTS.search(what) or not OURS_AFTER.search(what) or OUTSIDE.search(what):
            return True
    return False


CHINESE = Language(
    read=read,
    times=TimeReader("chinese_spans", "chinese_times", at_words=False),
    splits=SEPARATOR,
    hint=re.compile(r"[一-龥]"),
)

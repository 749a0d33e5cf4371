"""What a backtest found: one object for programs, a table and sentences for people."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from heed.cli.case_log import CaseLog, Columns
from heed.cli.output import say
from heed.measures.advisor.backtest import Backtest, Score
from heed.measures.advisor.walking import Reason, cases_needed

MOST_SHOWN = 12
DECIMALS = 4


def as_object(log: CaseLog, test: Backtest, columns: Columns, time_zone: str) -> dict[str, Any]:
    """What `--json` prints, without `seconds`."""
    history, score, tenths = test.history, test.score(), test.tenths()
    worst = min(tenths, key=lambda tenth: tenth.kept.value, default=None)
    found: dict[str, Any] = {
        "cases": len(history),
        "rows": log.rows,
        "rows_used": log.rows_used,
        "set_aside": dict(log.set_aside),
        "open": sum(case.end is None for case in log.cases),
        "first_start": min(case.start for case in log.cases).isoformat(),
        "last_start": max(case.start for case in log.cases).isoformat(),
        "timezone": time_zone,
        "date_order": log.date_order,
        "target": test.coverage,
        "warm_up": test.warm_up,
        **_figures(score),
        "worst_tenth": _number(worst.kept.value) if worst else None,
        "tenths": [_number(tenth.kept.value) for tenth in tenths],
        "by_group": [
            {"group": dict(zip(columns.by, names, strict=True)), **_figures(test.score(places))}
            for names, places in (test.groups(columns.by) if columns.by else {}).items()
        ],
    }
    if is_refused(test):
        found["why_refused"] = why_refused(test)
    return found


def _figures(score: Score) -> dict[str, Any]:
    return {
        "scored": score.kept.n,
        "refused": {str(reason): many for reason, many in score.refused.items()},
        "undecided": score.undecided,
        "kept": _number(score.kept.value),
        "kept_lower": _number(score.kept.lower),
        "kept_upper": _number(score.kept.upper),
        "kept_plain": _number(score.kept_plain),
        "median_promise_hours": _number(score.median_promise_hours),
        "pinball": _number(score.pinball),
        "pinball_plain": _number(score.pinball_plain),
        "pinball_finished": _number(score.pinball_finished),
        "pinball_plain_finished": _number(score.pinball_plain_finished),
    }


def _number(value: float) -> float | None:
    return round(value, DECIMALS) if isfinite(value) else None


def is_refused(test: Backtest) -> bool:
    """Whether no promise at all could be scored."""
    return test.score().kept.n == 0


def why_refused(test: Backtest) -> str:
    """The ground on which nothing could be promised, with its numbers."""
    history, score = test.history, test.score()
    reasons = score.refused
    reason = max(reasons, key=lambda each: reasons[each], default=Reason.TOO_FEW_FINISHED)
    took = sorted(history.ends - history.starts)
    values = {
        "cases": f"{len(history):,}",
        "needed": cases_needed(test.coverage),
        "coverage": share(test.coverage),
        "finished": _finished(int((history.ends <= history.starts[-1]).sum())),
        "span": duration(float(history.starts[-1] - history.starts[0])),
        "half": _half(took[len(took) // 2]),
    }
    if reason == Reason.TAIL_NOT_REACHED:
        return (
            _(
                "Nothing can be promised: too many cases are still open for any time seen to be "
                "enough for %(coverage)s. The %(cases)s cases began within %(span)s."
            )
            % values
        )
    return (
        _(
            "Nothing can be promised: the %(cases)s cases began within %(span)s, and "
            "%(finished)s when the last one began; %(half)s. "
            "At least %(needed)s cases must have been followed for as long as the time promised "
            "before %(coverage)s of promises can be kept, or the slowest cases are not known yet. "
            "Take a log that covers a longer time."
        )
        % values
    )


def _finished(many: int) -> str:
    return (
        _("only %(many)s had finished") % {"many": f"{many:,}"} if many else _("none had finished")
    )


def _half(hours: float) -> str:
    if not isfinite(hours):
        return _("at least half are still open")
    return _("half take longer than %(time)s") % {"time": duration(hours)}


def share(part: float) -> str:
    """A share asked for, with as many decimals as it was asked with."""
    return f"{round(part * 100, 8):.10g}%"


def duration(hours: float) -> str:
    """A time in the unit that suits it."""
    if not isfinite(hours):
        return _("longer than the log")
    if hours < 2:
        return _("%(number)s minutes") % {"number": f"{hours * 60:.0f}"}
    if hours < 72:
        return _("%(number)s hours") % {"number": f"{hours:.1f}"}
    return _("%(number)s days") % {"number": f"{hours / 24:.1f}"}


def show(found: dict[str, Any]) -> None:
    """A small table by group, and what the figures mean."""
    _show_log(found)
    if not found["scored"]:
        return
    say()
    groups = found["by_group"][:MOST_SHOWN]
    rows = [(", ".join(each["group"].values()) or "-", each) for each in groups]
    _show_table([*rows, (_("All"), found)])
    if len(found["by_group"]) > MOST_SHOWN:
        more = len(found["by_group"]) - MOST_SHOWN
        say(_("… and %(more)s smaller groups (all with --json).") % {"more": f"{more:,}"})
    say()
    say(
        _(
            "Of %(scored)s promises %(kept)s were kept (asked for: %(target)s; plausible: "
            "%(lower)s to %(upper)s), in the worst tenth of time %(worst)s. Half of the promises "
            "were %(median)s or less."
        )
        % {
            "scored": f"{found['scored']:,}",
            "kept": f"{found['kept']:.1%}",
            "target": share(found["target"]),
            "lower": f"{found['kept_lower']:.1%}",
            "upper": f"{found['kept_upper']:.1%}",
            "worst": f"{found['worst_tenth']:.1%}",
            "median": duration(found["median_promise_hours"]),
        }
    )
    if found["pinball_plain"]:
        say(
            _(
                "What promises were too long or too short costs %(share)s of what the plain "
                "quantile of the last 500 finished cases would have cost; that one keeps %(kept)s."
            )
            % {
                "share": f"{found['pinball'] / found['pinball_plain']:.0%}",
                "kept": f"{found['kept_plain']:.1%}",
            }
        )


def _show_log(found: dict[str, Any]) -> None:
    say(
        _("%(rows)s rows, %(cases)s cases, %(open)s of them open; the first %(warm_up)s warm up.")
        % {name: f"{found[name]:,}" for name in ("rows", "cases", "open", "warm_up")}
    )
    for reason, many in found["set_aside"].items():
        say(_("Rows set aside, %(reason)s: %(many)s.") % {"reason": reason, "many": f"{many:,}"})
    for column, order in found["date_order"].items():
        say(_("Dates in %(column)s are read as %(order)s.") % {"column": column, "order": order})
    for reason, many in found["refused"].items():
        say(_("Not promised, %(reason)s: %(many)s.") % {"reason": reason, "many": f"{many:,}"})


def _show_table(rows: Sequence[tuple[str, dict[str, Any]]]) -> None:
    head = (_("group"), _("scored"), _("kept"), _("plausible"), _("half of promises up to"))
    lines = [head, *(_line(name, each) for name, each in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        say("  ".join(cells))


def _line(name: str, each: dict[str, Any]) -> tuple[str, str, str, str, str]:
    if each["kept"] is None:
        return name[:40], "0", "-", "-", "-"
    return (
        name[:40],
        f"{each['scored']:,}",
        f"{each['kept']:.1%}",
        f"{each['kept_lower']:.1%}–{each['kept_upper']:.1%}",
        duration(each["median_promise_hours"]),
    )

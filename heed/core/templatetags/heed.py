"""The tags and filters of every template; each family has its module beside this one."""

from django import template

from heed.core.templatetags import (
    amounts,
    charts,
    fields,
    gaps,
    icons,
    lists,
    marks,
    plots,
    steps,
    texts,
    times,
)

register = template.Library()

register.simple_tag(amounts.money)
register.simple_tag(amounts.number)
register.filter(amounts.percent)
register.filter(amounts.true_minus)
register.filter(marks.initials)
register.simple_tag(icons.icon)
register.simple_tag(marks.tier_mark)
register.simple_tag(times.when)
register.simple_tag(times.due)
register.simple_tag(times.due_choice)
register.simple_tag(times.time_words)
register.simple_tag(texts.colon)
register.simple_tag(texts.comma)
register.simple_tag(texts.between)
register.simple_tag(texts.blank)
register.simple_tag(takes_context=True)(lists.address_with)

register.inclusion_tag("heed/components/gap_bar.html")(gaps.gap_bar)
register.inclusion_tag("heed/components/gap_key.html")(gaps.gap_key)
register.inclusion_tag("heed/components/due_bar.html")(gaps.due_bar)
register.inclusion_tag("heed/components/spark.html")(charts.spark)
register.inclusion_tag("heed/components/step_chart.html")(steps.step_chart)
register.inclusion_tag("heed/components/bars.html")(charts.bars)
register.inclusion_tag("heed/components/interval.html")(charts.interval)
register.inclusion_tag("core/plot.html")(plots.plot)
register.inclusion_tag("heed/components/stat.html")(charts.stat)
register.inclusion_tag("heed/components/progress.html")(charts.progress)
register.inclusion_tag("heed/components/part_bars.html")(charts.part_bars)
register.inclusion_tag("heed/components/letter_text.html")(texts.letter_text)
register.inclusion_tag("heed/components/level.html")(marks.level_mark)
register.inclusion_tag("heed/components/outcome.html")(marks.outcome_tag)
register.inclusion_tag("heed/components/tag.html")(marks.tag)
register.inclusion_tag("heed/components/avatar.html")(marks.avatar)
register.inclusion_tag("heed/components/field.html")(fields.field)
register.inclusion_tag("heed/components/scale.html")(fields.scale)
register.inclusion_tag("heed/components/errors.html")(fields.error_summary)
register.inclusion_tag("heed/components/empty.html")(lists.empty)
register.inclusion_tag("heed/components/crumbs.html")(lists.crumbs)
register.inclusion_tag("heed/components/sort_header.html", takes_context=True)(lists.sort_header)
register.inclusion_tag("heed/components/pager.html", takes_context=True)(lists.pager)

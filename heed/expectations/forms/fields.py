"""Fields that several forms of the ledger share."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from heed.core.instants import OUT_OF_RANGE, is_in_range
from heed.expectations.models import Topic
from heed.expectations.queries.topics import topics_in_use


class TopicSelect(forms.Select):
    """Each choice says of which kind its topic is, so that the page shows the fields it needs.

    Where it is known, also on which need level it is.
    """

    levels: Mapping[int, str] = MappingProxyType({})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        topic = getattr(option["value"], "instance", None)
        if topic:
            option["attrs"]["data-kind"] = topic.kind
            if topic.pk in self.levels:
                option["attrs"]["data-level"] = self.levels[topic.pk]
        return option


class Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _require_in_range(at: datetime) -> None:
    if not is_in_range(at):
        raise forms.ValidationError(OUT_OF_RANGE)


def moment_field(label: Any, *, required: bool = True) -> forms.DateTimeField:
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f%z"]
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=Moment(),
        input_formats=formats,
        validators=[_require_in_range],
    )


class TopicsRead(ModelChoiceIterator):  # type: ignore[type-arg]
    """The topics of a form as they were read, so that its page can look at them too."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from (self.choice(topic) for topic in self.queryset or ())


class TopicField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Says beside a measured topic in which unit its values are."""

    iterator = TopicsRead

    def label_from_instance(self, topic: Topic) -> str:
        if not topic.unit_name:
            return str(topic)
        return _("%(topic)s (%(unit)s)") % {"topic": topic, "unit": topic.unit_name}


def topic_field(*, required: bool, is_chosen: bool = True) -> TopicField:
    """The topics as they are now, read when the form is made.

    A topic that is required stands there chosen, unless it is to be looked for by typing.
    """
    nothing_yet = None if is_chosen else _("Choose or type")
    return TopicField(
        label=_("Topic"),
        queryset=topics_in_use(),
        required=required,
        widget=TopicSelect,
        empty_label=nothing_yet if required else _("No topic"),
    )


def amount_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=14, decimal_places=3)


class OneOfSeveral(forms.Form):
    """A form that stands on a page with others of the same fields; its mark keeps ids apart."""

    mark = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.mark}_%s"} | kwargs)

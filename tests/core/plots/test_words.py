from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from heed.core.plots.words import day


@pytest.mark.parametrize(
    ("language", "written"),
    [
        pytest.param("en", "29 Jan 2026", id="English"),
        pytest.param("zh-hans", "2026年1月29日", id="Chinese"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(language, written):
    with translation.override(language):
        assert day(date(2026, 1, 29)) == written
        assert day(datetime(2026, 1, 29, 12, tzinfo=UTC)) == written

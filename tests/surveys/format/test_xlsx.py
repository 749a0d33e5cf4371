import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from heed.surveys.format.reading import questionnaire_from
from heed.surveys.format.xlsform import xlsform_of
from heed.surveys.format.xlsx import workbook
from tests.surveys.format.examples import ONE_OF_EACH, pages

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(made: bytes, number: int) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(made)) as packed:
        tree = ElementTree.fromstring(packed.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
    return {each.attrib["r"]: "".join(each.itertext()) for each in tree.iter(f"{NAMESPACE}c")}


def test_rows_become_sheets_with_a_head_line():
    made = workbook({"survey": [{"a": "1 < 2 & 3"}, {"b": "期\x00望"}], "settings": []})

    assert cells(made, 1) == {"A1": "a", "B1": "b", "A2": "1 < 2 & 3", "B3": "期望"}
    assert cells(made, 2) == {}
    assert workbook({"survey": [{"a": "1 < 2 & 3"}, {"b": "期\x00望"}], "settings": []}) == made


def test_there_may_be_many_columns():
    made = workbook({"s": [{f"c{number}": "x" for number in range(30)}]})

    assert {"Z1", "AA1", "AD2"} <= cells(made, 1).keys()


def test_pyxform_reads_the_workbook_of_a_questionnaire():
    pyxform = pytest.importorskip("pyxform.xls2xform")
    sayable = [each for each in ONE_OF_EACH if each["name"] not in {"best", "points"}]
    form = xlsform_of(questionnaire_from(pages(*sayable)), form_id="test")

    made = pyxform.convert(workbook(vars(form)), form_name="test", file_type=".xlsx")

    assert 'nodeset="/test/page_p4/nps"' in made.xform

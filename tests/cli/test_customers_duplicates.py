import csv
import io
import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from heed.cli.main import main

LINKAGE = Path(__file__).parents[3] / "shared/data/linkage"
HEAD = "id,name,phone,email,birthday,city\n"


@pytest.fixture
def find(capsys, tmp_path):
    """Runs the command; returns its code, the object, the pairs written and the complaints."""

    def run(file: Path, *options: str):
        out = tmp_path / "pairs.csv"
        code = main(["customers", "duplicates", str(file), "--out", str(out), "--json", *options])
        printed = capsys.readouterr()
        text = out.read_text(encoding="utf-8") if out.exists() else ""
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        return code, json.loads(printed.out), rows, printed.err

    return run


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "customers.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return path

    return write


def pairs_of(rows):
    return {frozenset((row["id_1"], row["id_2"])) for row in rows}


def true_pairs(file, person_of):
    with file.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, skipinitialspace=True))
    of_person = defaultdict(list)
    for row in rows:
        of_person[person_of(row)].append(row.get("rec_id") or row["unique_id"])
    return {frozenset(pair) for ids in of_person.values() for pair in combinations(ids, 2)}


def f1(found, true):
    return 2 * len(found & true) / (len(found) + len(true))


@pytest.mark.parametrize(
    ("name", "person_of", "least", "count"),
    [
        pytest.param(
            "febrl/dataset1", lambda row: row["rec_id"].split("-")[1], 0.995, 500, id="febrl 1"
        ),
        pytest.param(
            "febrl/dataset2", lambda row: row["rec_id"].split("-")[1], 0.995, 1934, id="febrl 2"
        ),
        pytest.param(
            "febrl/dataset3", lambda row: row["rec_id"].split("-")[1], 0.995, 6538, id="febrl 3"
        ),
        pytest.param(
            "splink_fake_1000/fake_1000", lambda row: row["cluster"], 0.99, 2031, id="fake 1000"
        ),
    ],
)
def test_published_sets_with_known_pairs(find, name, person_of, least, count):
    file = LINKAGE / f"{name}.csv"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    true = true_pairs(file, person_of)

    code, told, rows, _err = find(file)

    assert code == 0
    assert len(true) == count
    assert f1(pairs_of(rows), true) >= least
    assert told["pairs"] == len(rows)


def test_chinese_and_western_names_phones_and_mails(find, written):
    file = written(
        HEAD + "1,张伟,+86 138-0013-8000,,1985-02-07,上海市\n"
        "2,Zhang Wei,13800138000,wei@qq.com,,Shanghai\n"
        "3,José Núñez,,jose.nunez+shop@gmail.com,12/03/1970,Madrid\n"
        '4,"NUNEZ, Jose",,josenunez@googlemail.com,1970-03-12,madrid\n'
        "5,李娜,13911112222,lina@163.com,1990-01-01,北京\n"
        "6,Ann Miller,02079460958,ann@miller.example,1960-05-05,London\n"
    )

    code, told, rows, _err = find(file)

    assert code == 0
    assert pairs_of(rows) == {frozenset("12"), frozenset("34")}
    assert (told["records"], told["pairs"], told["clusters"], told["threshold"]) == (6, 2, 2, 0.5)
    assert "phone: same" in rows[0]["agree"]


def test_the_same_file_gives_the_same_pairs_twice(find, written):
    text = HEAD + "".join(f"{n},Ann Hall {n % 7},,a{n % 9}@x.org,,Hull\n" for n in range(60))

    first = find(written(text))[2]

    assert find(written(text))[2] == first


def test_columns_can_be_named_and_unknown_ones_are_told(find, written):
    file = written("nr,wer,x\n1,Ann Hall,a\n2,Ann Hall,b\n")

    code, told, _rows, _err = find(file, "--map", "name=wer", "--map", "id=nr")

    assert code == 0
    assert told["ignored_columns"] == ["x"]
    assert told["columns"] == {"name": ["wer"], "id": ["nr"]}
    assert any("Only names and places" in each for each in told["warnings"])


@pytest.mark.parametrize(
    ("text", "options", "error", "why"),
    [
        pytest.param("", (), "measure.file_empty", "no line with column names", id="empty"),
        pytest.param("id,name\n", (), "measure.no_rows", "no row", id="column names alone"),
        pytest.param(
            "a,b\n1,2\n3,4\n", (), "duplicates.columns_missing", "a, b", id="no column known"
        ),
        pytest.param(
            "id,name\n1,Ann\n",
            ("--map", "nome=name"),
            "duplicates.field_unknown",
            "nome",
            id="no such field",
        ),
        pytest.param(
            "id,name\n1,Ann\n",
            ("--map", "mail=post"),
            "duplicates.column_unknown",
            "post",
            id="no such column",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(
    find, written, text, options, error, why
):
    code, told, rows, err = find(written(text), *options)

    assert (code, told["error"], rows) == (1, error, [])
    assert why in told["why"]
    assert told["why"] in err


def test_a_missing_file_is_refused(find, tmp_path):
    code, told, _rows, _err = find(tmp_path / "none.csv")

    assert (code, told["error"]) == (1, "measure.file_missing")


def test_one_row_is_said_to_be_alone(find, written):
    code, told, rows, _err = find(written(HEAD + "1,Ann Hall,,a@x.org,,Hull\n"))

    assert (code, told["pairs"], told["clusters"], rows) == (0, 0, 0, [])
    assert any("one row" in each for each in told["warnings"])


def test_lines_above_the_column_names_are_left_out(find, written):
    body = "1,Ann Hall,020 7946 0958,a@x.org,1980-01-01,Hull\n2,Ann Hall,,a@x.org,1980-01-01,Hull\n"

    code, told, rows, _err = find(written("Export of 2026-03-02\n\n" + HEAD + body))

    assert (code, told["records"], len(rows)) == (0, 2, 1)
    assert (rows[0]["row_1"], rows[0]["row_2"]) == ("4", "5")
    assert any("row 3" in each for each in told["warnings"])


def test_customer_numbers_given_twice_are_told(find, written):
    body = "7,Ann Hall,,a@x.org,1980-01-01,Hull\n7,Ann Hall,,a@x.org,1980-01-01,Hull\n"

    _code, told, rows, _err = find(written(HEAD + body))

    assert [(row["row_1"], row["row_2"]) for row in rows] == [("2", "3")]
    assert any("(7)" in each for each in told["warnings"])


def test_lines_in_several_encodings_are_read_each_in_its_own(find, written):
    line = "{},张伟,13800138000,,1985-02-07,上海\n"
    content = HEAD.encode() + line.format(1).encode() + line.format(2).encode("gb18030")

    _code, told, rows, _err = find(written(content))

    assert pairs_of(rows) == {frozenset("12")}
    assert "given: same; surname: same" in rows[0]["agree"]
    assert any("utf-8: 1, gb18030: 1" in each for each in told["warnings"])


def test_the_sentence_for_people(capsys, written, tmp_path):
    file = written(HEAD + "1,Ann Hall,,a@x.org,,Hull\n2,Ann Hall,,a@x.org,,Hull\n")

    code = main(["customers", "duplicates", str(file), "--out", str(tmp_path / "p.csv")])

    assert code == 0
    assert "1 person is in 2 rows more than once" in capsys.readouterr().out

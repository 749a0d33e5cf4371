import csv
import json

import pytest

from heed.cli.main import main
from heed.measures.texts.features import rows_of
from heed.measures.texts.model_files import read

GOOD = ("质量很好", "非常满意", "物流很快", "味道不错", "真的喜欢")
BAD = ("质量太差", "非常失望", "物流太慢", "味道恶心", "真的后悔")


@pytest.fixture
def train(capsys, tmp_path):
    def run(*options: str):
        model = tmp_path / "model.npz"
        code = main(["text", "train", str(tmp_path / "texts"), "--out", str(model), *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


@pytest.fixture
def reviews(tmp_path):
    """Two files of 200 different reviews each, half of them content, one shop a file."""
    (tmp_path / "texts").mkdir()
    for shop in ("east", "west"):
        rows = [
            {"text": f"{text}，{shop}{chr(0x4E00 + at)}", "label": label, "shop": shop}
            for at in range(20)
            for label, texts in (("1", GOOD), ("0", BAD))
            for text in texts
        ]
        with (tmp_path / "texts" / f"{shop}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["text", "label", "shop"])
            writer.writeheader()
            writer.writerows(rows)
    return tmp_path / "texts"


def add(folder, *lines: str) -> None:
    with (folder / "west.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def test_a_folder_of_reviews_becomes_a_model_with_its_figures(train, reviews, tmp_path):
    code, out, err = train("--sentiment", "--json")

    found = json.loads(out)
    assert (code, err) == (0, "")
    assert (found["kind"], found["rows"], found["texts"]) == ("sentiment", 400, 400)
    assert found["labels"] == {"negative": 200, "positive": 200}
    [tested] = found["tested"]
    assert tested["accuracy"]["value"] == 1
    assert 0.85 < tested["accuracy"]["lower"] < 1
    assert found["bytes"] == (tmp_path / "model.npz").stat().st_size
    model, kind = read(tmp_path / "model.npz")
    assert (model.labels, model.texts, kind) == (("negative", "positive"), 400, "sentiment")


def test_groups_are_tested_by_models_that_never_saw_them(train, reviews):
    code, out, _err = train("--sentiment", "--by", "shop")

    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()[:2]] == [
        "east, not trained on",
        "west, not trained on",
    ]
    assert "n 200" in out
    assert out.splitlines()[-1].startswith("A model of 400 texts and 2 labels is in ")


def test_rows_that_say_nothing_are_set_aside_by_reason(train, reviews):
    add(reviews, ",1,west", "很好啊,,west", "质量很好，west一,1,west")

    _code, out, _err = train("--sentiment", "--json")

    assert json.loads(out)["set_aside"] == {"no_text": 1, "no_label": 1, "repeated": 1}
    assert json.loads(out)["rows"] == 403


def test_topics_with_too_few_texts_are_refused_and_nothing_is_written(train, reviews, tmp_path):
    add(reviews, "运费谁付,fee,west")

    code, out, err = train("--json")

    assert code == 1
    assert json.loads(out)["error"] == "text.too_few"
    assert err.startswith("“fee” has ")
    assert "at least 10 of each label are needed" in err
    assert not (tmp_path / "model.npz").exists()


def test_a_label_that_is_no_sentiment_is_refused(train, reviews):
    add(reviews, "还行吧,maybe,west")

    code, _out, err = train("--sentiment")

    assert code == 1
    assert "The label “maybe” says neither positive nor negative." in err


def test_an_empty_folder_and_a_missing_column_are_refused(train, reviews, tmp_path):
    _code, _out, of_column = train("--text", "review")
    for path in reviews.iterdir():
        path.unlink()
    code, _out, of_folder = train()

    assert "review" in of_column
    assert (code, "holds no CSV, XLSX or Parquet file" in of_folder) == (1, True)


def test_one_file_will_do(capsys, reviews, tmp_path):
    out = tmp_path / "one.npz"

    code = main(["text", "train", str(reviews / "east.csv"), "--out", str(out)])

    assert code == 0
    assert read(out)[0].labels == ("0", "1")


def test_a_model_adapts_to_texts_without_labels(train, reviews, tmp_path):
    praise = [f"质量很好，手不释卷{chr(0x5000 + at)}" for at in range(110)]
    blame = [f"质量太差，昏昏欲睡{chr(0x5000 + at)}" for at in range(110)]
    (tmp_path / "books.txt").write_text("\n\n".join(praise + blame), encoding="utf-8")

    train("--sentiment")
    plain, _kind = read(tmp_path / "model.npz")
    code, out, err = train("--sentiment", "--adapt", str(tmp_path / "books.txt"))
    better, _kind = read(tmp_path / "model.npz")

    assert (code, err) == (0, "")
    assert "It has adapted itself to 220 texts without labels." in out
    of_books = rows_of(["手不释卷", "昏昏欲睡"], plain.plan)
    before, after = (each.margins(of_books)[:, 0] for each in (plain, better))
    assert after[0] > before[0]
    assert after[1] < before[1]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("books.txt", "has 2 texts, and at least 200 are needed", id="few"),
        pytest.param("songs.txt", "songs.txt cannot be read: No such file", id="none"),
    ],
)
def test_what_tells_too_little_of_its_kind_is_refused(train, reviews, tmp_path, name, message):
    (tmp_path / "books.txt").write_text("很好\n很差\n", encoding="utf-8")

    code, out, err = train("--sentiment", "--adapt", str(tmp_path / name))

    assert (code, out) == (1, "")
    assert message in err
    assert not (tmp_path / "model.npz").exists()

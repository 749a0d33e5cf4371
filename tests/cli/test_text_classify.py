import io
import json
from types import SimpleNamespace

import pytest

from heed.cli.main import main
from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import Training, trained
from heed.measures.texts.model_files import written


@pytest.fixture
def model(tmp_path):
    texts = ["物流很快", "送货快", "不好吃", "味道难吃", "slow parcel", "tastes bad"] * 5
    labels = ["delivery", "delivery", "taste", "taste", "delivery", "taste"] * 5
    path = tmp_path / "model.npz"
    written(trained(texts, labels, FeaturePlan(14), Training()), path, kind="topics")
    return path


@pytest.fixture
def classify(monkeypatch, capsys):
    def run(content: bytes, *options: str):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        code = main(["text", "classify", *options])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_each_line_gives_one_object_in_order_empty_lines_too(classify, model):
    content = "送货好快\r\n\n太难吃了\nthe parcel is slow".encode()

    code, out, err = classify(content, "--model", str(model), "--json")

    found = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [each["label"] for each in found] == ["delivery", None, "taste", "delivery"]
    assert found[1] == {"label": None, "probability": None, "others": [], "reasons": []}


def test_other_labels_and_reasons_are_given_where_asked_for(classify, model):
    options = ("--model", str(model), "--others", "1", "--reasons", "2", "--json")

    _code, out, _err = classify("太难吃了".encode(), *options)

    found = json.loads(out)
    assert [each["label"] for each in found["others"]] == ["delivery"]
    assert found["probability"] + found["others"][0]["probability"] == pytest.approx(1, abs=2e-4)
    assert "难吃" in found["reasons"][0]["text"]
    assert found["reasons"][0]["weight"] > 0


def test_people_get_a_sentence_a_line(classify, model, tmp_path):
    file = tmp_path / "answers.txt"
    file.write_text("物流很快\n\n", "utf-8")

    code, out, _err = classify(b"", str(file), "--model", str(model), "--reasons", "1")

    assert code == 0
    assert out.splitlines() == [out.splitlines()[0], "2: no text"]
    assert out.startswith("1: delivery (")
    assert "for “" in out


def test_gb18030_is_read_and_said(classify, model):
    _code, out, err = classify("太难吃了\n".encode("gb18030"), "--model", str(model), "--json")

    assert json.loads(out)["label"] == "taste"
    assert "GB18030" in err


@pytest.mark.parametrize("content", [b"", b"words,of,mine\n"], ids=["empty", "text"])
def test_a_file_that_is_no_model_is_refused(content, classify, tmp_path):
    path = tmp_path / "model.npz"
    path.write_bytes(content)

    code, out, err = classify(b"x", "--model", str(path), "--json")

    assert (code, out) == (1, "")
    assert "is no model of this version. Train it again with heed text train." in err


def test_files_that_are_not_there_are_named(classify, model, tmp_path):
    code, _out, err = classify(b"", "--model", str(tmp_path / "none.npz"))
    other, _out, of_texts = classify(b"", str(tmp_path / "none.txt"), "--model", str(model))

    assert (code, other) == (1, 1)
    assert "none.npz cannot be read: No such file or directory." in err
    assert "none.txt cannot be read" in of_texts

import numpy as np
import pytest

from heed.measures.texts.features import FeaturePlan
from heed.measures.texts.linear import Training, probabilities, retrained, trained
from heed.measures.texts.model_files import ModelUnreadable, read, written

TEXTS = ["退款", "申请退款", "物流", "物流慢", "发票", "开发票"] * 2
LABELS = ["refund", "refund", "delivery", "delivery", "发票", "发票"] * 2


@pytest.fixture
def model():
    return trained(TEXTS, LABELS, FeaturePlan(12), Training(rare_first=True))


def test_a_model_read_again_says_the_same_and_learns_the_same(model, tmp_path):
    size = written(model, tmp_path / "model.npz", kind="topics")

    again, kind = read(tmp_path / "model.npz")

    assert kind == "topics"
    assert size == (tmp_path / "model.npz").stat().st_size < 100_000
    np.testing.assert_array_equal(probabilities(again, TEXTS), probabilities(model, TEXTS))
    corrected = [("改地址", "delivery")]
    np.testing.assert_array_equal(
        retrained(again, corrected).weights, retrained(model, corrected).weights
    )


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 not a model", b"text", b"\x80\x04K\x01."], ids=repr
)
def test_a_file_that_is_no_model_is_refused(content, tmp_path):
    (tmp_path / "model.npz").write_bytes(content)

    with pytest.raises(ModelUnreadable):
        read(tmp_path / "model.npz")


def test_a_model_cut_short_is_refused(model, tmp_path):
    path = tmp_path / "model.npz"
    written(model, path, kind="topics")
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(ModelUnreadable):
        read(path)


def test_another_version_is_refused(model, tmp_path):
    path = tmp_path / "model.npz"
    written(model, path, kind="topics")
    with np.load(path) as held:
        arrays = dict(held)
    head = arrays["head"].tobytes().replace(b'"version": 1', b'"version": 2')
    np.savez(path, **{**arrays, "head": np.frombuffer(head, np.uint8)})

    with pytest.raises(ModelUnreadable, match="version 1, got heed text model 2"):
        read(path)


def test_weights_of_another_shape_are_refused(model, tmp_path):
    path = tmp_path / "model.npz"
    written(model, path, kind="topics")
    with np.load(path) as held:
        arrays = dict(held)
    np.savez(path, **{**arrays, "weights": arrays["weights"][:-1]})

    with pytest.raises(ModelUnreadable, match="other shapes"):
        read(path)


def test_arrays_of_objects_are_never_loaded(model, tmp_path):
    path = tmp_path / "model.npz"
    np.savez(path, head=np.array([{"form": "heed text model"}], dtype=object))

    with pytest.raises(ModelUnreadable, match="pickle"):
        read(path)

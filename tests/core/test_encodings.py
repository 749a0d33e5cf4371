from io import BytesIO

import pytest

from heed.core.encodings import encoding_of, is_written_in

TEXT = "编号,答案\n1,速度很快\n"


def opener(content: bytes):
    return lambda: BytesIO(content)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(b"id,p\n", "utf-8", id="ascii"),
        pytest.param(TEXT.encode(), "utf-8", id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "utf-8-sig", id="utf-8 with its mark"),
        pytest.param(TEXT.encode("utf-16"), "utf-16", id="utf-16"),
        pytest.param("id,p\n1,5\n".encode("utf-16-le"), "utf-16-le", id="utf-16 without mark"),
        pytest.param("id,p\n1,5\n".encode("utf-16-be"), "utf-16-be", id="turned round"),
        pytest.param(TEXT.encode("utf-32"), "utf-32", id="utf-32"),
        pytest.param(TEXT.encode("gb18030"), "gb18030", id="Chinese"),
        pytest.param("Größe,Öl,schön".encode("cp1252"), "cp1252", id="Western"),
        pytest.param(b"a\x81b", "latin-1", id="anything else"),
    ],
)
def test_the_encoding_shows_in_the_file(content, encoding):
    assert encoding_of(opener(content)) == encoding


@pytest.mark.parametrize(
    ("encoding", "fits"), [("gb18030", True), ("utf-8", False), ("no-such-encoding", False)]
)
def test_an_encoding_fits_or_not(encoding, fits):
    assert is_written_in(opener(TEXT.encode("gb18030")), encoding) is fits


def test_a_character_cut_off_at_the_end_does_not_fit():
    assert is_written_in(opener("答".encode()[:-1]), "utf-8") is False

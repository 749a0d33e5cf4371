import pytest

from heed.conversations.mime.charsets import codec_for, decode


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        pytest.param("镕基".encode("gb18030"), "gb2312", "镕基", id="gbk declared as gb2312"),
        pytest.param("김현진".encode("cp949"), "ks_c_5601-1987", "김현진", id="korean old name"),
        pytest.param("Frösche".encode("latin-1"), "iso-8859-1", "Frösche", id="latin-1"),
        pytest.param(
            "“quoted”".encode("cp1252"), "iso-8859-1", "“quoted”", id="windows as latin-1"
        ),
        pytest.param("日本語".encode("iso-2022-jp"), "iso-2022-jp", "日本語", id="iso-2022-jp"),
        pytest.param("①".encode("cp932"), "Shift_JIS", "①", id="windows as shift_jis"),
        pytest.param("你好，客服".encode(), "us-ascii", "你好，客服", id="utf-8 as us-ascii"),
        pytest.param("你好，客服".encode(), "gb2312", "你好，客服", id="utf-8 as gb2312"),
        pytest.param("你好，请退款".encode("gbk"), "", "你好，请退款", id="gbk undeclared"),
        pytest.param("déjà vu".encode("latin-1"), "unknown-8bit", "déjà vu", id="latin undeclared"),
        pytest.param("déjà vu".encode("latin-1"), "x-no-such", "déjà vu", id="unknown name"),
        pytest.param("päivää".encode() + b" \xff", "utf-8", "päivää �", id="broken utf-8"),
        pytest.param(b"a\x00b", "utf-8", "ab", id="nul bytes"),
        pytest.param(b"+2AA-", "utf-7", "", id="lone surrogate"),
    ],
)
def test_bytes_are_read_in_the_charset_they_are_really_in(content, charset, text):
    assert decode(content, charset) == text


@pytest.mark.parametrize("name", ["zlib", "punycode", "idna", "unicode_escape", "a\x00b", "x" * 99])
def test_what_is_no_charset_of_mail_is_not_used_as_one(name):
    assert codec_for(name) == ""

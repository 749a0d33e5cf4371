import pytest

from heed.conversations.mime.html import html_to_text, safe_html


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param("<p onclick='x()'>Hi</p>", "<p>Hi</p>", id="handler"),
        pytest.param("a<script>alert(1)</script>b", "ab", id="script"),
        pytest.param("a<style>p{}</style>b", "ab", id="style"),
        pytest.param("<div style='background:url(//x)'>a</div>", "<div>a</div>", id="inline style"),
        pytest.param("<img src='https://x/p.png' alt='a'>", '<img alt="a">', id="remote image"),
        pytest.param("<img src='cid:p1'>", '<img src="cid:p1">', id="attached image"),
        pytest.param("<img src='data:image/svg+xml,x'>", "<img>", id="drawn image"),
        pytest.param("<form action='/x'><input>a</form>", "a", id="form"),
        pytest.param("<iframe src='//x'></iframe><base href='//x'>a", "a", id="frame"),
        pytest.param("<div>" * 400 + "1 &lt; 2<b>", "1 &lt; 2", id="too deep"),
    ],
)
def test_only_what_is_safe_is_shown(html, shown):
    assert safe_html(html) == shown


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://x.y", {'href="https://x.y"'}),
        ("mailto:a@b.c", {'href="mailto:a@b.c"'}),
        ("javascript:x()", set()),
        ("data:text/html,x", set()),
    ],
)
def test_a_link_opens_elsewhere_and_tells_nothing_of_us(address, kept):
    shown = safe_html(f"<a href='{address}'>a</a>").removesuffix(">a</a>").removeprefix("<a ")

    # The order of attributes is not fixed.
    assert set(shown.replace("noopener ", "noopener+").split()) == {
        'target="_blank"',
        'rel="noopener+noreferrer"',
        *kept,
    }


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("a<br>b<p>c</p><p>d</p>", "a\nb\nc\n\nd", id="lines"),
        pytest.param("<title>T</title><style>x</style>a &amp; b&nbsp;c", "a & b c", id="entities"),
        pytest.param("<ul><li>one<li>two</ul>", "- one\n- two", id="list"),
        pytest.param("<table><tr><td>a</td><td>b</td></tr></table>", "a b", id="table"),
        pytest.param("<pre>a  b\n  c</pre>", "a  b\n  c", id="preformatted"),
        pytest.param("a\n  b<b> c</b>", "a b c", id="white space"),
        pytest.param(
            "hi<blockquote type=cite>old<br>er</blockquote>", "hi\n> old\n> er", id="quote"
        ),
        pytest.param("hi<div class=gmail_signature>Ann</div>", "hi\n--\nAnn", id="signature"),
        pytest.param("a<!-- b --><!--[if mso]>c<![endif]-->d", "ad", id="comments"),
        pytest.param("AT&T & 5 < 6", "AT&T & 5 < 6", id="bare signs"),
        pytest.param("<div>" * 400 + "a<br>b &lt;", "a\nb <", id="too deep"),
    ],
)
def test_html_becomes_lines_of_text(html, text):
    assert html_to_text(html) == text

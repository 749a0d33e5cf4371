import pytest

from heed.cli.mail_files import mails_in_folder, mails_in_mbox

FROM = b"From joan@example.net Mon Mar  2 12:00:00 2026\n"


@pytest.mark.parametrize(
    ("content", "mails"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(
            FROM + b"A: 1\n\nx\n\n" + FROM + b"A: 2\n\ny\n",
            [b"A: 1\n\nx\n", b"A: 2\n\ny\n"],
            id="two",
        ),
        pytest.param(
            FROM + b"A: 1\n\n>From me\n>>From you\n", [b"A: 1\n\nFrom me\n>From you\n"], id="quoted"
        ),
        pytest.param(
            FROM + b"A: 1\n\nx\n\nFrom now on\n",
            [b"A: 1\n\nx\n\nFrom now on\n"],
            id="not a separator",
        ),
        pytest.param(b"A: 1\n\nx\n", [b"A: 1\n\nx\n"], id="without a separator"),
        pytest.param(
            FROM.replace(b"\n", b"\r\n") + b"A: 1\r\n\r\nx\r\n\r\n",
            [b"A: 1\r\n\r\nx\r\n"],
            id="with CRLF",
        ),
    ],
)
def test_an_mbox_is_cut_into_its_mails(tmp_path, content, mails):
    file = tmp_path / "box"
    file.write_bytes(content)

    assert list(mails_in_mbox(file)) == mails


def test_the_files_of_a_folder_come_by_name_without_hidden_ones(tmp_path):
    for name in ("b", "a", "new/c", ".git/d", ".e"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()

    assert [str(path.relative_to(tmp_path)) for path in mails_in_folder(tmp_path)] == [
        "a",
        "b",
        "new/c",
    ]

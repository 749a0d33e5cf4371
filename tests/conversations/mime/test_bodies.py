import pytest

from heed.conversations.mime.bodies import clean_name
from tests.conversations.mime.mails import read, read_multipart

PDF = "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj"
LETTER = "Content-Type: message/rfc822\r\n\r\nSubject: =?utf-8?B?6K6i5Y2V?= 1/2\r\n\r\ninner words"


def test_a_file_is_kept_with_name_type_size_and_fingerprint():
    (file,) = read_multipart("\r\nhello", PDF).attachments

    assert (file.name, file.type, file.size) == ("a.pdf", "application/pdf", 3)
    assert file.md5 == "900150983cd24fb0d6963f7d28e17f72"


def test_a_forwarded_mail_is_a_file_named_by_its_subject_and_no_text():
    mail = read_multipart("\r\nsee below", LETTER)

    assert mail.text == "see below"
    assert [file.name for file in mail.attachments] == ["订单 1-2.eml"]
    assert mail.attachments[0].content.endswith(b"inner words")


def test_a_picture_of_the_html_is_an_inline_file():
    mail = read_multipart(
        "Content-Type: text/html\r\n\r\n<img src='cid:p1'>hi",
        "Content-Type: image/png\r\nContent-ID: <p1>\r\n\r\nPNG",
        subtype="related",
    )

    (picture,) = mail.attachments
    assert (picture.content_id, picture.is_inline, picture.content) == ("p1", True, b"PNG")


def test_a_photo_the_text_does_not_show_is_no_inline_file():
    photo = "Content-Type: image/jpeg\r\nContent-Disposition: inline\r\nContent-ID: <p1>\r\n\r\nJPG"

    assert [file.is_inline for file in read_multipart("\r\nsee", photo).attachments] == [False]


def test_a_named_text_after_the_first_is_a_file():
    mail = read_multipart("\r\nhello", "Content-Type: text/plain; name=log.txt\r\n\r\nlines")

    assert (mail.text, mail.attachments[0].name) == ("hello", "log.txt")


def test_the_footer_of_a_list_belongs_to_the_text():
    assert read_multipart("\r\nhello", "\r\nfooter").text == "hello\nfooter"


def test_an_invitation_beside_the_text_is_a_file():
    mail = read_multipart(
        "\r\nplease come",
        "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR",
        subtype="alternative",
    )

    assert (mail.text, mail.attachments[0].type) == ("please come", "text/calendar")


def test_winmail_is_kept():
    tnef = 'Content-Type: application/ms-tnef; name="winmail.dat"\r\n\r\n\x78'

    assert read_multipart("\r\nhi", tnef).attachments[0].name == "winmail.dat"


def test_a_file_uuencoded_in_the_text_is_taken_out():
    mail = read("See:\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\nBye")

    assert mail.text == "See:\nBye"
    assert [(file.name, file.content) for file in mail.attachments] == [("cat.txt", b"Cat")]


def test_words_that_only_look_uuencoded_stay():
    assert read("begin 644 things\r\nand then\r\nend").text == "begin 644 things\nand then\nend"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Temp\\发票.pdf", "发票.pdf"),
        ("a\x00b\x07\n.txt", "ab.txt"),
        ("gpj\u202eexe.txt", "gpjexe.txt"),
        (".hidden.", "hidden"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
        ("/", ""),
    ],
)
def test_names_of_files_are_cleaned_and_stay_readable(name, cleaned):
    assert clean_name(name) == cleaned

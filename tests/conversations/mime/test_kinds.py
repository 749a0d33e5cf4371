import pytest

from tests.conversations.mime.mails import read

DAEMON = "Mail Delivery System <MAILER-DAEMON@mx.example.com>"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Auto_Submitted": "auto-replied"}, id="auto-submitted"),
        pytest.param({"Auto_Submitted": "auto-generated; x=y"}, id="generated"),
        pytest.param({"X_Autoreply": "yes"}, id="x-autoreply"),
        pytest.param({"Precedence": "auto_reply"}, id="precedence"),
        pytest.param({"Precedence": "bulk", "Subject": "Out of the office: x"}, id="bulk away"),
        pytest.param(
            {"X_Auto_Response_Suppress": "All", "Subject": "=?utf-8?B?6Ieq5Yqo5Zue5aSN?=: x"},
            id="exchange in chinese",
        ),
        pytest.param({"Return_Path": "<>", "Subject": "Automatic reply: x"}, id="null return path"),
        pytest.param({"X_Apple_Action": "VACATION"}, id="apple"),
    ],
)
def test_the_answer_of_a_machine_is_known_by_its_headers(headers):
    assert read("I am away.", **headers).kind == "auto_reply"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Auto_Submitted": "no"}, id="said to be human"),
        pytest.param({"Subject": "Automatic reply does not work"}, id="subject alone"),
        pytest.param({"Precedence": "bulk"}, id="mailing list"),
        pytest.param({"X_Auto_Response_Suppress": "OOF"}, id="exchange letter"),
        pytest.param({"Subject": "Undeliverable: my parcel"}, id="parcel not delivered"),
        pytest.param({"From": "postmaster@example.com"}, id="postmaster asks"),
        pytest.param({"Subject": "Fwd: Returned mail"}, id="forwarded by a person"),
    ],
)
def test_the_mail_of_a_person_stays_a_message(headers):
    assert read("Please help me.", **headers).kind == "message"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(
            {"From": DAEMON, "Subject": "Undelivered Mail Returned to Sender"}, id="subject"
        ),
        pytest.param({"From": DAEMON, "Subject": "x"}, id="text"),
        pytest.param({"From": "postmaster@qq.com", "Subject": "系统退信"}, id="chinese"),
        pytest.param({"X_Failed_Recipients": "a@b.c"}, id="failed recipients"),
        pytest.param({"Return_Path": "<>", "Subject": "x"}, id="null return path"),
        pytest.param(
            {"Content_Type": "multipart/report; report-type=delivery-status; boundary=b"},
            id="report",
        ),
    ],
)
def test_a_mail_that_came_back_is_a_bounce(headers):
    assert read("550 5.1.1 User unknown", **headers).kind == "bounce"


def test_a_receipt_is_the_answer_of_a_machine():
    mail = read(
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: x\r\n--b--",
        Content_Type="multipart/report; report-type=disposition-notification; boundary=b",
    )

    assert mail.kind == "auto_reply"

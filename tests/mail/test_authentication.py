"""Who may be answered without a person having looked."""

import pytest

from bot.mail import Address, Mail, answer_address, judge
from tests.mail.letters import CORRESPONDENTS, INTERNAL, MAILBOX, SCHOOL, letter, results

SCHOOL_DOMAIN = "village-school.example"
EDGE = (
    "Received",
    "from mx.attacker.example (192.0.2.9) by LO1.mail.protection.outlook.com (10.0.0.1) with SMTP",
)


def trusted(mail: Mail) -> bool:
    return judge(mail, CORRESPONDENTS).trusted


def shown(value: str) -> Mail:
    """A mail from the school with just these results."""
    return Mail(from_=Address(SCHOOL), headers=(("Authentication-Results", value),))


def test_a_proven_sender_of_a_known_agency_is_trusted() -> None:
    assert trusted(letter())


@pytest.mark.parametrize(
    "value",
    [
        results(SCHOOL_DOMAIN, spf="fail"),  # forwarded: DKIM holds
        results(SCHOOL_DOMAIN, dkim="none"),
        results(SCHOOL_DOMAIN, dkim="none", dmarc="none"),
        results(SCHOOL_DOMAIN, dmarc="bestguesspass"),
    ],
)
def test_one_proof_for_the_domain_shown_is_enough(value: str) -> None:
    assert trusted(shown(value))


@pytest.mark.parametrize(
    "value",
    [
        results(SCHOOL_DOMAIN, dmarc="fail"),
        results(SCHOOL_DOMAIN, dmarc="temperror"),
        results(SCHOOL_DOMAIN, dmarc="permerror"),
        results(SCHOOL_DOMAIN, spf="fail", dkim="fail", dmarc="none"),
        results(SCHOOL_DOMAIN).replace("compauth=pass", "compauth=fail"),
        results("attacker.example", dmarc="none"),
        results("attacker.example"),
        "mx.attacker.example; " + results(SCHOOL_DOMAIN),
        "",
    ],
)
def test_without_proof_for_the_domain_shown_nothing_goes_out_unseen(value: str) -> None:
    assert not trusted(shown(value))


def test_results_that_came_with_the_mail_prove_nothing() -> None:
    forged = ("Authentication-Results", results(SCHOOL_DOMAIN))
    real = ("Authentication-Results", results(SCHOOL_DOMAIN, dmarc="fail"))
    for headers in ((EDGE, forged), (real, EDGE, forged), (real, forged)):
        assert not trusted(Mail(from_=Address(SCHOOL), headers=headers))


@pytest.mark.parametrize(
    "address",
    [
        "jo@freemail.example",
        "jo@village-school.example.attacker.example",
        "jo@village-schoo1.example",
        "jo@notvillage-school.example",
        MAILBOX,
        "siân@village-school.example",
    ],
)
def test_senders_who_are_not_known_are_doubtful_though_authenticated(address: str) -> None:
    assert not trusted(letter(sender=address))


def test_a_domain_below_a_known_one_is_known() -> None:
    assert trusted(letter(sender="jo@office.village-school.example"))


def test_inside_the_tenant_the_stamp_of_the_tenant_is_enough() -> None:
    colleague = "sam@council.example"
    assert trusted(letter(sender=colleague, headers=(INTERNAL,), authentic=False))
    assert not trusted(letter(sender=colleague, authentic=False))
    assert not trusted(letter(headers=(INTERNAL,), authentic=False))


def test_another_address_in_the_name_is_a_sign_of_spoofing() -> None:
    assert not trusted(letter(name="head@county.police.example"))
    assert trusted(letter(name=SCHOOL))


def test_answers_wanted_outside_the_agencies_wait_for_a_person() -> None:
    def with_answers_to(address: str) -> Mail:
        mail = letter()
        return Mail(from_=mail.from_, headers=mail.headers, reply_to=(Address(address),))

    assert not trusted(with_answers_to("forms@collector.example"))
    assert trusted(with_answers_to("office@village-school.example"))


def test_a_whole_list_is_not_answered() -> None:
    posted = (("List-Id", "Safeguarding <staff.village-school.example>"),)
    assert not trusted(letter(sender="staff@village-school.example", headers=posted))
    assert trusted(letter(headers=posted))


def test_answers_go_to_the_sender_and_never_where_no_answer_may_go() -> None:
    assert answer_address(letter()) == SCHOOL
    assert not answer_address(letter(headers=(("Return-Path", "<>"),)))


def test_reasons_quote_nobody() -> None:
    for mail in (letter(name="x@y.example"), letter(sender="jo@freemail.example"), Mail()):
        reason = judge(mail, CORRESPONDENTS).reason
        assert reason
        assert "@" not in reason

"""The headers that Exchange Online puts on top of a mail, once it has judged where it is from."""

from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr

_PARSER = BytesHeaderParser(policy=policy.compat32)
_HOST = "LO1PEPF00000001.mail.protection.outlook.com"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What SPF, DKIM and DMARC said of a sender; pass, fail, none, temperror …"""

    spf: str = "pass"
    dkim: str = "pass"
    dmarc: str = "pass"


@dataclass(slots=True)
class Verdicts:
    """`by_domain` overrides `usual` for the domain of the From header."""

    usual: Verdict = Verdict()
    by_domain: dict[str, Verdict] = field(default_factory=dict)

    def of(self, domain: str) -> Verdict:
        return self.by_domain.get(domain.lower(), self.usual)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who brought the mail, in SMTP's own words."""

    sender: str
    client_address: str = "192.0.2.10"
    client_name: str = "mail.invalid"


def stamped_outside(raw: bytes, envelope: Envelope, verdicts: Verdicts, at: datetime) -> bytes:
    """A mail that came over SMTP: the results on top, by the domain of its From."""
    domain = sender_domain(raw)
    lines = [
        *_results(envelope, domain, verdicts.of(domain)),
        _received(envelope.client_name, envelope.client_address, at),
        "X-MS-Exchange-Organization-AuthAs: Anonymous",
    ]
    return _on_top(lines, raw)


def stamped_inside(raw: bytes, at: datetime) -> bytes:
    """A mail that never left the tenant: no results, as in life."""
    received = _received("LO1P000MB0001.GBRP265.PROD.OUTLOOK.COM", "fe80::1", at)
    return _on_top([received, "X-MS-Exchange-Organization-AuthAs: Internal"], raw)


def sender_domain(raw: bytes) -> str:
    """Of the From header, in lower case; empty when there is none."""
    written_from = str(_PARSER.parsebytes(raw).get("From", ""))
    return parseaddr(written_from)[1].rpartition("@")[2].lower()


def _on_top(lines: list[str], raw: bytes) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape") + raw


def _results(envelope: Envelope, domain: str, verdict: Verdict) -> list[str]:
    mail_from = envelope.sender.rpartition("@")[2] or "none"
    address = envelope.client_address
    action = "none" if verdict.dmarc == "pass" else "quarantine"
    signed = f"header.d={domain}" if verdict.dkim == "pass" else "header.d=none"
    passed = "pass reason=100" if verdict.dmarc == "pass" else "fail reason=000"
    results = (
        f"Authentication-Results: spf={verdict.spf} (sender IP is {address})\r\n"
        f" smtp.mailfrom={mail_from}; dkim={verdict.dkim}\r\n"
        f" {signed};dmarc={verdict.dmarc} action={action}\r\n"
        f" header.from={domain};compauth={passed}"
    )
    received = (
        f"Received-SPF: {verdict.spf.capitalize()} (protection.outlook.com: domain of\r\n"
        f" {mail_from}) receiver=protection.outlook.com; client-ip={address};\r\n"
        f" helo={envelope.client_name};"
    )
    return [results, received]


def _received(client_name: str, client_address: str, at: datetime) -> str:
    return (
        f"Received: from {client_name} ({client_address}) by\r\n"
        f" {_HOST} with Microsoft SMTP Server; {format_datetime(at)}"
    )

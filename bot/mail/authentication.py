"""Whether the sender is genuine: what the tenant's own servers found, and what the mail shows."""

import re
from dataclasses import dataclass

from bot.mail.correspondents import Correspondents
from bot.mail.message import Address, Mail

_AUTH_AS = ("x-ms-exchange-organization-authas", "x-ms-exchange-crosstenant-authas")
_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"^\s*([a-z]+)\s*=\s*([a-z]+)(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"([a-z]+\.[a-z]+)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_EDGE = re.compile(r"\bby\s+\S+\.mail\.protection\.outlook\.com\b", re.IGNORECASE)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether mail may go to the sender unseen; if not, why a person must look first."""

    trusted: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Result:
    method: str
    result: str
    properties: dict[str, str]


def judge(mail: Mail, correspondents: Correspondents) -> Verdict:
    """Say whether the sender is known, and proven to be the one who sent this mail."""
    doubts = (
        _doubt_about_address(mail),
        _doubt_about_domain(mail.from_, correspondents),
        _doubt_about_proof(mail, correspondents),
        _doubt_about_name(mail.from_),
        _doubt_about_answers(mail, correspondents),
    )
    reason = next((doubt for doubt in doubts if doubt), "")
    return Verdict(not reason, reason)


def answer_address(mail: Mail) -> str:
    """Give where an acknowledgement goes: to the sender, never Reply-To; "" if it may not go."""
    nobody = mail.header("return-path").strip() == "<>"
    return "" if nobody else mail.from_.address


def is_internal(mail: Mail, correspondents: Correspondents) -> bool:
    """Whether the tenant's own Exchange took the mail from somebody who had signed in."""
    stamps = [value.strip().lower() for name in _AUTH_AS for value in mail.every(name)]
    said = bool(stamps) and all(stamp == "internal" for stamp in stamps)
    return said and correspondents.is_own(mail.from_.domain)


def _doubt_about_address(mail: Mail) -> str:
    if not mail.from_.domain:
        return "the mail does not say clearly who sent it"
    return "" if mail.from_.address.isascii() else "the address has letters that not all mail takes"


def _doubt_about_domain(sender: Address, correspondents: Correspondents) -> str:
    domain = sender.domain
    if correspondents.is_mailbox(sender.address):
        return "the mail carries our own address"
    if correspondents.is_own(domain) or correspondents.agency_of(domain):
        return ""
    if correspondents.is_free_mail(domain):
        return "the address is a free-mail address"
    return "the sender's domain is not one of a known agency"


def _doubt_about_proof(mail: Mail, correspondents: Correspondents) -> str:
    results = _results(mail, correspondents)
    if not results:
        inside = is_internal(mail, correspondents)
        return "" if inside else "nothing shows that the sender is genuine"
    found = {result.method: result.result for result in results}
    if "fail" in (found.get("dmarc"), found.get("compauth")):
        return "the sender failed authentication"
    domain = mail.from_.domain
    if found.get("dmarc") == "pass":
        judged = (r.properties.get("header.from", domain) for r in results if r.method == "dmarc")
        same = all(_aligned(judged_domain, domain) for judged_domain in judged)
        return "" if same else "the authentication is for another domain"
    if found.get("dmarc") in (None, "none", "bestguesspass") and _is_proven(results, domain):
        return ""
    return "the sender could not be authenticated"


def _is_proven(results: list[_Result], domain: str) -> bool:
    """SPF or DKIM passed for the domain that the mail shows: what DMARC would have asked."""
    names = {"spf": "smtp.mailfrom", "dkim": "header.d"}
    return any(
        result.result == "pass"
        and _aligned(result.properties.get(names[result.method], ""), domain)
        for result in results
        if result.method in names
    )


def _results(mail: Mail, correspondents: Correspondents) -> list[_Result]:
    """Read the tenant's Authentication-Results (RFC 8601): only the topmost can be its own.

    It stands above the hop at which the mail came in; whatever is below came with the mail.
    """
    for name, value in mail.headers:
        if name.lower() == "received" and _EDGE.search(value):
            return []
        if name.lower() == "authentication-results":
            return _parsed(value, correspondents)
    return []


def _parsed(value: str, correspondents: Correspondents) -> list[_Result]:
    first, *others = _COMMENT.sub(" ", value).split(";")
    if not _RESULT.match(first):
        if first.strip().split(" ")[0].lower() not in correspondents.authserv_ids:
            return []
    else:
        others = [first, *others]
    matches = (_RESULT.match(part) for part in others)
    return [
        _Result(m[1].lower(), m[2].lower(), {k.lower(): v for k, v in _PROPERTY.findall(m[3])})
        for m in matches
        if m
    ]


def _aligned(one: str, other: str) -> bool:
    """Relaxed alignment: the same domain, or one below the other."""
    one, other = one.rpartition("@")[2].lower(), other.lower()
    return bool(one) and (one == other or one.endswith("." + other) or other.endswith("." + one))


def _doubt_about_name(sender: Address) -> str:
    shown = _ADDRESS.findall(sender.name)
    foreign = [address for address in shown if address.lower() != sender.address.lower()]
    return "the name shown is another address than the real one" if foreign else ""


def _doubt_about_answers(mail: Mail, correspondents: Correspondents) -> str:
    """Answers wanted elsewhere, or a sender's address that is really a whole list's."""
    for address in mail.reply_to:
        domain = address.domain
        known = correspondents.is_own(domain) or correspondents.agency_of(domain)
        if domain and not known and not _aligned(domain, mail.from_.domain):
            return "answers are wanted at an address outside the known agencies"
    lists = " ".join((mail.header("list-id"), mail.header("list-post"))).lower()
    own_list = (mail.from_.address.lower(), mail.from_.address.lower().replace("@", "."))
    if mail.from_.address and any(name in lists for name in own_list):
        return "the address is that of a mailing list"
    return ""

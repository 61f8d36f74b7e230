"""Why a person must look at a mail that opened no entry, in words for the team."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.mail.cover import Cover, names_of
from bot.mail.found import Found
from bot.mail.headers import characters
from bot.mail.machine import Machine, Made, is_reply
from bot.mail.message import Mail

_REMARK_BYTES = 20_000
_PICTURE_BYTES = 40_000
ABOUT_AN_ENTRY = "it says something about an entry; nothing was changed"
_SEALED = "an encrypted message, to be opened by a person"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `answerable`: the sender meant to send something in and waits for word of it."""

    text: str
    answerable: bool = True
    same_day: bool = False


def of(
    mail: Mail, found: Found, cover: Cover, made: Made | None, *, private: bool
) -> tuple[Reason, ...]:
    """Give every reason for a person to look, the most telling first.

    `private`: the mail comes from an address that people have at home.
    """
    if made is None or not made.certain:
        return tuple(_of_a_persons_mail(mail, found, cover, made, private=private))
    if made.by is Machine.AUTOMATIC and not is_reply(mail):
        return tuple(_of_a_notice(found, cover))
    if made.by is Machine.MEETING:
        return tuple(_of_a_meeting(found, cover))
    return ()


def beside_entries(found: Found, cover: Cover) -> tuple[Reason, ...]:
    """Give the reasons that remain where other documents of the mail did open entries."""
    sealed = [Reason(_SEALED)] if _has_sealed_files(found, cover) else []
    return (*_informal(found), *_unopened(found), *sealed)


def _of_a_notice(found: Found, cover: Cover) -> Iterator[Reason]:
    """A scanner, a web form or a secure-mail product may carry what a person wrote."""
    yield from _unopened(found)
    yield from _unreadable(found)
    yield from _sealed(found, cover)
    if cover.shares_a_document() and cover.names_our_form():
        yield Reason("a link in place of a document; links are never followed")
    if cover.looks_like_a_form() and not cover.names_an_entry():
        yield Reason("its text may be a form")
    yield from _harm(cover)


def _of_a_meeting(found: Found, cover: Cover) -> Iterator[Reason]:
    """Whoever invites to talk about a form may send it along."""
    names = names_of(found.papers + found.unreadable)
    if cover.names_our_form() or cover.means_our_form(names):
        yield from _unopened(found)
        yield from _unreadable(found)


def _of_a_persons_mail(
    mail: Mail, found: Found, cover: Cover, made: Made | None, *, private: bool
) -> Iterator[Reason]:
    yield from _informal(found)
    yield from _doubtful(found)
    yield from _other_forms(found, cover)
    yield from _unopened(found)
    if cover.announces_a_form() or not cover.is_for_people():
        yield from _unreadable(found)
    yield from _sealed(found, cover)
    yield from _missing(mail, found, cover)
    yield from _harm(cover)
    if made is None and not cover.tells_of_harm():
        yield from _of_a_child(cover, private=private)
    if cover.gives_a_password() and not found.beside:
        yield Reason("it seems to hold a password for something sent apart", answerable=False)
    if cover.answers_us and not (made or found.beside or cover.is_only_thanks()):
        yield Reason(ABOUT_AN_ENTRY, answerable=False)


def _informal(found: Found) -> Iterator[Reason]:
    if found.informal:
        yield Reason(
            f"an escalation below {found.registered_from}, or at a stage that could not be read"
        )


def _doubtful(found: Found) -> Iterator[Reason]:
    if found.doubtful:
        yield Reason("a document has the title of a form, and could not be read as one")


def _unopened(found: Found) -> Iterator[Reason]:
    for reason in dict.fromkeys(item.reason for item in found.unopened):
        yield Reason(f"it brought {reason}")


def _unreadable(found: Found) -> Iterator[Reason]:
    if found.unreadable:
        yield Reason("a document could not be read")


def _other_forms(found: Found, cover: Cover) -> Iterator[Reason]:
    names = names_of(found.beside)
    is_sent = bool(found.beside or found.unopened) or cover.sends_something()
    if cover.is_referral(names) and (is_sent or cover.tells_of_harm()):
        yield Reason(
            "it seems to be a referral to social care, sent here by mistake", same_day=True
        )
    elif cover.is_for_another_form(names) and is_sent:
        yield Reason("it may be a report on another agency's form")


def _sealed(found: Found, cover: Cover) -> Iterator[Reason]:
    if cover.is_sealed() or _has_sealed_files(found, cover):
        yield Reason(_SEALED)
    if cover.holds_an_encoded_file():
        yield Reason("its text holds a file or a message that is encoded")
    documents = found.papers + found.unreadable
    remarks = (d for d in documents if len(d.data) < _REMARK_BYTES and b"\0" not in d.data)
    removed = any(cover.words.removed.are_in(characters(remark.data)) for remark in remarks)
    if removed or cover.was_stripped():
        yield Reason("an attachment was removed on its way here")
    if cover.was_held_back():
        yield Reason("a mail that names a form was held back on its way here", answerable=False)


def _has_sealed_files(found: Found, cover: Cover) -> bool:
    names = (document.name.lower() for document in found.papers + found.unreadable)
    return any(cover.words.sealed_files.match(name) for name in names)


def _missing(mail: Mail, found: Found, cover: Cover) -> Iterator[Reason]:
    """A cover mail without its form is no noise: its sender believes that the form is with us."""
    large = [p for p in mail.pictures if len(p.data) > _PICTURE_BYTES]
    if (found.pictures or large) and (cover.announces_a_form() or cover.names_our_form()):
        yield Reason("pictures that may show a form")
    elif found.blank and cover.announces_a_form():
        yield Reason("a form is announced, and an empty one came")
    elif found.papers and _promises(found, cover):
        yield Reason("a form is announced, and none of the documents is one")
    if found.beside or found.unopened:
        return
    if cover.offers_a_link() or cover.drops_files():
        yield Reason("a link in place of a document; links are never followed")
    elif cover.announces_a_form():
        yield Reason("a form is announced, and nothing came")
    elif cover.looks_like_a_form():
        yield Reason("its text may be a form")
    elif mail.damage:
        yield Reason(f"the mail is damaged: {mail.damage}")


def _promises(found: Found, cover: Cover) -> bool:
    return cover.announces_a_form() or cover.means_our_form(names_of(found.papers))


def _of_a_child(cover: Cover, *, private: bool) -> Iterator[Reason]:
    """Who tells of a child, in whatever words, waits for somebody to look."""
    if cover.is_for_people():
        return
    if private:
        yield from _from_home(cover)
    elif cover.tells_of_one_child() and not cover.answers_us:
        # Professionals tell calmly ("came in last night, pale"); no list of harm foresees it.
        yield Reason("it tells of one child", answerable=False, same_day=True)


def _from_home(cover: Cover) -> Iterator[Reason]:
    """Who writes of a child from home is worried, in words that no list foresees."""
    is_plain = cover.announces_a_form() or (cover.answers_us and cover.is_only_thanks())
    if cover.speaks_of_a_child() and not is_plain:
        yield Reason("a private person writes of a child", answerable=False, same_day=True)


def _harm(cover: Cover) -> Iterator[Reason]:
    if cover.tells_of_harm():
        text = "it tells of a child who may be at risk of harm"
        yield Reason(text, answerable=False, same_day=True)

"""What a mail's own words tell: that a form is with it, that a child may be in danger, or thanks.

Whoever wonders why a mail was taken for something looks here and in `config/mail.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.mail import danger, references, text
from bot.mail.document import Document
from bot.mail.message import Mail
from bot.mail.vocabulary import Phrases, Vocabulary

_SHORT = 4  # words: says nothing by itself
_LONGEST_THANKS = 40  # words
_ENCODED = re.compile(
    r"^ ?begin [0-7]{3,4} \S|^ ?-----BEGIN PGP MESSAGE-----|PK\x03\x04", re.MULTILINE
)  # uuencode, PGP, and a Word file that says that it is text
_URL = re.compile(r"https?://([^/\s>\"']+)", re.IGNORECASE)
_FEWEST_LABELS = 4


@dataclass(frozen=True, slots=True)
class Cover:
    """The words of a mail, ready to be asked. `said` is the message itself, without signature;
    `told` is all that the mail brings to us in words, with what it forwards."""

    words: Vocabulary
    subject: str
    said: str
    told: str
    hosts: tuple[str, ...]
    answers_us: bool
    prefixes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        mail: Mail,
        within: tuple[Mail, ...],
        words: Vocabulary,
        *,
        prefixes: tuple[str, ...] = references.USUAL,
    ) -> "Cover":
        """Take the words of a mail and of the mails within it."""
        own = text.own(mail, words)
        told = "\n\n".join(text.told(part, words) for part in (mail, *within))
        return cls(
            words=words,
            subject=mail.subject,
            said=text.message(own, words),
            told=told,
            hosts=tuple(_URL.findall(f"{told}\n{mail.html[: text.MOST]}")),
            answers_us=bool(references.in_texts((mail.subject,), prefixes)),
            prefixes=prefixes,
        )

    def announces_a_form(self) -> bool:
        """Whether the writer believes that a form of any kind is with the mail."""
        if self.announces_our_form():
            return True
        sending = tuple(self._sending())
        if any(self.words.any_form.are_in(sentence) for sentence in sending):
            return True
        named = self._subject_names(self.words.any_form)
        return named and (bool(sending) or self.words.attached.are_in(self.subject))

    def announces_our_form(self) -> bool:
        """Whether the writer believes that one of the partnership's forms is with the mail."""
        sending = tuple(self._sending())
        if any(self.words.forms.are_in(sentence) for sentence in sending):
            return True
        nothing_else = self._says_nothing() or self._is_in_another_language()
        return self._subject_names(self.words.forms) and (
            bool(sending) or self.words.attached.are_in(self.subject) or nothing_else
        )

    def means_our_form(self, names: str) -> bool:
        """Whether the subject or a document's name promises one of the partnership's forms."""
        if self._subject_names(self.words.forms):
            return True
        lines = names.replace("_", " ").splitlines()
        return any(
            self.words.forms.are_in(name) and not self.words.not_submitting.are_in(name)
            for name in lines
        )

    def names_our_form(self) -> bool:
        """Whether the writer names one of the partnership's forms; an answer's subject is ours."""
        theirs = "" if self.answers_us else self.subject
        return self.words.forms.are_in(theirs) or self.words.forms.are_in(self.told)

    def looks_like_a_form(self) -> bool:
        """Whether the text itself may be a form, filled in: it names one, and what forms ask."""
        asked = self.words.form_labels.how_many_are_in(self.told)
        return asked >= _FEWEST_LABELS and self.names_our_form()

    def names_an_entry(self) -> bool:
        """Whether one of our references stands in it: it is about what we have already."""
        return bool(references.in_texts((self.subject, self.told), self.prefixes))

    def is_for_another_form(self, names: str) -> bool:
        """Whether a form is named that agencies mistake for ours (`names`: of the documents)."""
        return self._sends_named(self.words.alike, names)

    def is_referral(self, names: str) -> bool:
        """Whether a referral to social care was sent here (`names`: of the documents)."""
        return self._sends_named(self.words.referrals, names)

    def tells_of_harm(self) -> bool:
        """Whether somebody tells of a child that is or may be harmed; the subject may name it."""
        told = [sentence for sentence in text.sentences(self.told) if self._is_telling(sentence)]
        near = (" ".join(told[start : start + 2]) for start in range(len(told)))
        subject = "" if self.answers_us or not self._is_telling(self.subject) else self.subject
        about = self.words.services.taken_out_of(subject)
        return any(self._is_harm(sentences, about) for sentences in near)

    def tells_of_one_child(self) -> bool:
        """Whether it speaks of one child or family, and not of children."""
        sentences = (self.subject, *text.sentences(self.told))
        return any(self._is_of_one_child(s) for s in sentences if self._is_telling(s))

    def speaks_of_a_child(self) -> bool:
        """Whether it speaks of a child, or of a home where one may live, whatever it says there."""
        sentences = (self.subject, *text.sentences(self.told))
        return any(self._is_of_a_child(s) for s in sentences if self._is_telling(s))

    def tells_of_grave_harm(self) -> bool:
        """Whether it speaks of death, serious harm or present danger."""
        sentences = (self.subject, *text.sentences(self.told))
        return any(danger.is_told_in(s, self.words) and self._is_telling(s) for s in sentences)

    def is_urgent(self) -> bool:
        return self.words.urgent.are_in(f"{self.subject}\n{self.said}")

    def is_only_thanks(self) -> bool:
        short = len(self.said.split()) <= _LONGEST_THANKS
        more = "?" in self.said or self.words.more_than_thanks.are_in(self.said)
        return short and not more and (self._says_nothing() or self.words.thanks.are_in(self.said))

    def gives_a_password(self) -> bool:
        return self.words.passwords.are_in(f"{self.subject}\n{self.said}")

    def is_for_people(self) -> bool:
        """Whether it is a kind of letter with a procedure of its own: complaints, invoices."""
        return self.words.for_people.are_in(f"{self.subject}\n{self.said}")

    def is_sealed(self) -> bool:
        """Whether a secure-mail product announces a message to be read elsewhere."""
        return self.words.sealed.are_in(f"{self.subject}\n{self.told}")

    def was_stripped(self) -> bool:
        """Whether a gateway says that it took something out."""
        return self.words.removed.are_in(self.told)

    def was_held_back(self) -> bool:
        """Whether a gateway says that it keeps a mail from us that may bring a form."""
        return self.words.held_back.are_in(f"{self.subject}\n{self.told}") and self.names_our_form()

    def shares_a_document(self) -> bool:
        """Whether it says that a document waits behind a link."""
        return bool(self.hosts) and self.words.shared.are_in(f"{self.subject}\n{self.told}")

    def offers_a_link(self) -> bool:
        """Whether it brings a link in place of a form."""
        at_a_host = any(self.words.sharing_hosts.are_in(host) for host in self.hosts)
        if not (at_a_host or self.shares_a_document()):
            return False
        named = (self.subject, *text.sentences(self.told))
        return any(self._is_about_a_form(sentence) for sentence in named)

    def drops_files(self) -> bool:
        """Whether a file-transfer service says that somebody left files for us."""
        return bool(self.hosts) and self.words.file_drops.are_in(f"{self.subject}\n{self.told}")

    def holds_an_encoded_file(self) -> bool:
        """Whether a file or a sealed message stands in the text, as letters (uuencode, PGP)."""
        return bool(_ENCODED.search(self.told))

    def sends_something(self) -> bool:
        """Whether the writer believes that anything is with the mail."""
        return any(True for _ in self._sending())

    def _says_nothing(self) -> bool:
        return len(self.said.split()) < _SHORT

    def _is_in_another_language(self) -> bool:
        """Whether it is in none that the vocabulary knows: what it says is then not told."""
        return not self.words.common_words.are_in(self.words.forms.taken_out_of(self.said))

    def _sending(self) -> Iterator[str]:
        """Give the sentences in which the writer sends something in."""
        for sentence in text.sentences(self.said):
            asks = sentence.rstrip().endswith("?") or self.words.not_submitting.are_in(sentence)
            if self.words.attached.are_in(sentence) and not asks:
                yield sentence

    def _subject_names(self, phrases: Phrases) -> bool:
        """Whether the subject is the writer's own and names a form that is being sent in."""
        paper = self.answers_us or self.words.not_submitting.are_in(self.subject)
        return not paper and phrases.are_in(self.subject)

    def _is_about_a_form(self, sentence: str) -> bool:
        named = self.words.forms.are_in(sentence) or self.words.any_form.are_in(sentence)
        paper = self.words.not_submitting.are_in(sentence)
        return named and not paper and not references.in_texts((sentence,), self.prefixes)

    def _sends_named(self, phrases: Phrases, names: str) -> bool:
        """Whether such a form is sent; a "case of concern form" is no "concern form"."""
        texts = [*names.replace("_", " ").splitlines(), *self._sending()]
        if self._subject_names(phrases):
            texts.append(self.subject)
        return any(phrases.are_in(self.words.forms.taken_out_of(text)) for text in texts)

    def _is_telling(self, sentence: str) -> bool:
        if self.words.conditions.start(sentence.strip()):
            return False
        return not self.words.instructions.are_in(sentence) and not self.words.in_general.are_in(
            sentence
        )

    def _is_of_a_child(self, sentence: str) -> bool:
        said = self.words.services.taken_out_of(sentence)
        return self._names_a_child(said) or self.words.homes.are_in(said)

    def _is_of_one_child(self, sentence: str) -> bool:
        if self.words.thanks.start(sentence.strip()):
            return False
        return self.words.one_child.are_in(self.words.services.taken_out_of(sentence))

    def _is_harm(self, sentences: str, about: str) -> bool:
        harmed = self.words.harm.are_in(sentences) or self.words.grave.are_in(sentences)
        child = self._names_a_child(sentences) or self._names_a_child(about)
        return child and (harmed or self.words.help.are_in(sentences))

    def _names_a_child(self, said: str) -> bool:
        return self.words.children.are_in(said) or self.words.one_child.are_in(said)


def names_of(documents: tuple[Document, ...]) -> str:
    """Give the names of documents as one text to search in."""
    return "\n".join(document.name for document in documents)

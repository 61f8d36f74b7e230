"""What people do to the tenant, in lists and by mail; entries are found by a name they bear."""

from collections.abc import Mapping
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from typing import Any

from docx import Document

from bot.demo import forms
from bot.demo.agencies import MAILBOX, NURSE, OFFICER, TEACHER, WORD, concern
from bot.sandbox import Sandbox
from tests.jobs.stage import PASSED

WHO = "Morgan Samplewright"
MARKS = ("Children", "What")


class Tenant:
    """A sandbox as the people of the year use it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._mails = 0

    def mail(self, sender: str, document: bytes) -> None:
        """Send a form."""
        self._mails += 1
        domain = sender.rpartition("@")[2]
        message = EmailMessage()
        message["Authentication-Results"] = PASSED.format(domain)
        message["From"], message["To"], message["Subject"] = sender, MAILBOX, "Form"
        message["Message-ID"] = f"<year.{self._mails}@{domain}>"
        message.set_content("Please find the form attached.")
        message.add_attachment(document, maintype=WORD[0], subtype=WORD[1], filename="form.docx")
        self.sandbox.deliver(message.as_bytes())

    def concern(self, child: str) -> None:
        """Let the school send a Case of Concern form about a child."""
        self.mail(TEACHER.email, concern(TEACHER, child, "12 March 2015", "16 November 2026"))

    def escalation(self, child: str, stages: list[tuple[str, date, bool]]) -> None:
        """Let the nurse send a copy of an escalation, as far as it has come."""
        answers = (
            ("Name of child", child),
            ("Date of birth", "4 May 2014"),
            ("Name of person raising the escalation", NURSE.name),
            ("Agency", NURSE.agency),
            ("Email address", NURSE.email),
            ("Date raised", f"{stages[0][1]:%d/%m/%Y}"),
            ("Agencies in disagreement", f"{NURSE.agency}; {OFFICER.agency}"),
            ("Nature of the disagreement", "Whether a strategy meeting should be held."),
        )
        told = [
            (n, f"{on:%d/%m/%Y}", "They spoke.", "Yes" if done else "No") for n, on, done in stages
        ]
        self.mail(NURSE.email, forms.escalation(answers, told))

    def answer(self, agency: str, mark: str, sender: str) -> None:
        """Let an agency fill in the form that it was sent, and mail it back."""
        row = self.sandbox.sharepoint_list("Agency Requests").rows[
            self.find("Agency Requests", mark)
        ]
        named = f"{row.fields['Review']} {row.fields['Reference']} "
        sent = (attached for mail in self.sandbox.sent for attached in mail.message.attachments)
        form = Document(BytesIO(next(one.content for one in sent if one.name.startswith(named))))
        for table in form.tables:
            for cells in (line.cells for line in table.rows):
                if cells[0].text.startswith("a) "):
                    cells[1].text = f"Seen by {agency}."
        content = BytesIO()
        form.save(content)
        self.mail(sender, content.getvalue())

    def add(self, name: str, fields: Mapping[str, Any]) -> None:
        """Add a row by hand."""
        self.sandbox.add_row(name, {"Title": "by hand", **_stored(fields)}, person=WHO)

    def edit(self, name: str, mark: str, fields: Mapping[str, Any]) -> None:
        """Edit the row that bears a mark."""
        self.sandbox.edit_row(name, self.find(name, mark), _stored(fields), person=WHO)

    def find(self, name: str, mark: str) -> int:
        """Find a row; a request is found by its agency and its review. Raises KeyError."""
        for row in self.sandbox.sharepoint_list(name).rows.values():
            if mark in self._marks(row.fields):
                return row.id
        raise KeyError(f"no row of {name} bears {mark}")

    def reference(self, name: str, mark: str) -> str:
        """Give the reference of an entry."""
        return str(
            self.sandbox.sharepoint_list(name).rows[self.find(name, mark)].fields.get("Reference")
        )

    def _marks(self, fields: Mapping[str, Any]) -> str:
        if "Review" in fields:
            return f"{fields['Agency']} {self._child_of(fields['Review'])}"
        return " ".join(str(fields.get(mark, "")) for mark in MARKS)

    def _child_of(self, review: str) -> str:
        name = "Rapid Reviews" if review.startswith("RR") else "Practice Reviews"
        for row in self.sandbox.sharepoint_list(name).rows.values():
            if row.fields.get("Reference") == review:
                return f"{review[:2]} {row.fields['Children']}"
        raise KeyError(f"there is no {review}")


def _stored(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value.isoformat()}T12:00:00Z" if isinstance(value, date) else value
        for name, value in fields.items()
    }

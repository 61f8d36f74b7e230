"""An SMTP server whose mail lands in the sandbox's mailboxes."""

from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as Message

from bot.sandbox.mail.stamps import Envelope

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

LARGEST_BYTES = 36 * 1024 * 1024


class Inbound:
    """Takes mail for anybody; the tenant's own mailboxes are opened as they are written to."""

    def __init__(self, sandbox: "Sandbox") -> None:
        self._sandbox = sandbox

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name for the hook
        self, server: SMTP, session: Session, envelope: Message
    ) -> str:
        del server
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        peer = session.peer or ("127.0.0.1",)
        name = session.host_name or "unknown"
        brought = Envelope(envelope.mail_from or "", str(peer[0]), name)
        for address in envelope.rcpt_tos:
            self._sandbox.tenant.mail.receive(address, raw, brought)
        await self._sandbox.run_hooks(self._sandbox.after_mail_arrived)
        self._sandbox.notify_soon()
        return "250 2.6.0 Queued mail for delivery"


class _Tolerant(SMTP):  # type: ignore[misc] # aiosmtpd tells no types
    """Clients write lines far longer than 998 characters, and Exchange takes them."""

    line_length_limit = LARGEST_BYTES


def protocol(sandbox: "Sandbox") -> SMTP:
    """One connection."""
    return _Tolerant(
        Inbound(sandbox),
        hostname="sandbox.invalid",
        data_size_limit=LARGEST_BYTES,
        enable_SMTPUTF8=True,
        decode_data=False,
    )

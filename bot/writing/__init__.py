"""Templates to mails and invitations: neutral, in plain English, readable on a phone."""

from bot.writing.writer import UnableToWrite, Writer, Written

__all__ = ["UnableToWrite", "Writer", "Written"]

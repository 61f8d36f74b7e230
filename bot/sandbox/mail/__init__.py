"""Exchange Online: mailboxes, folders, messages, attachments, sending and delta."""

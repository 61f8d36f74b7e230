"""What a mail is, who really sent it, which documents it brings, and what must become of it.

Pure: bytes and values in, values out; no network, no clock, no register. In the order of use:
`worth_fetching` (on what Graph lists of a mail), `parse` (its MIME), `unwrap` (its documents, which
the caller has read by `bot.forms`), and `sort`.
"""

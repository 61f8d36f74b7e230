"""The one way in which reading a document fails."""


class UnableToReadDocument(Exception):
    """The document cannot be read; the message says why, in words for the business team."""

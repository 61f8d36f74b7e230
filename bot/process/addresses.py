"""E-mail addresses among the words that people type or paste around them."""

import re

ADDRESS = re.compile(r"[^\s<>()\[\];,:\"']+@[^\s<>()\[\];,:\"']+")


def addresses_in(text: str) -> tuple[str, ...]:
    """Give the addresses in a column, as in "Jo Placeholder <jo@x.example>; kit@y.example".

    The words beside them are nobody to write to, and may name a child.
    """
    return tuple(ADDRESS.findall(text))

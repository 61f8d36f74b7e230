"""Who makes a browser ask: a page of the sandbox itself, or another site that the user has open."""

from urllib.parse import urlsplit

from starlette.requests import Request

_READING = frozenset({"GET", "HEAD", "OPTIONS"})


def is_change_from_afar(request: Request) -> bool:
    """Whether another site makes a browser change something here.

    What is no browser (curl, an SDK) sends neither header and is let through.
    """
    if request.method in _READING:
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")

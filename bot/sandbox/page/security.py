"""What keeps the page safe whatever a mail or a file contains: the headers of every answer."""

from starlette.responses import Response

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; frame-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A mail may style itself and show the pictures that it brought. Nothing else: no script, no
# request to anywhere. allow-same-origin lets our own script measure the frame, no more, because
# scripts inside it do not run.
MAIL_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    f" base-uri 'self'; frame-ancestors 'self'; sandbox {MAIL_SANDBOX}"
)
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": PAGE_POLICY,
}


def guarded(response: Response) -> Response:
    """With every header that the response has not set for itself."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    return response

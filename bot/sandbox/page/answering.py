"""How the page answers: templates, messages that outlive one redirect, and problems in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox.core.clock import ManualClock
from bot.sandbox.page import wording

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

MOST_MESSAGES = 50  # kept for browsers that never came back for them
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says about what was just done; `lines` are (text, address or empty)."""

    text: str
    lines: tuple[tuple[str, str], ...] = ()
    is_trouble: bool = False


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: tuple[Callable[..., str], ...] = (
        *(wording.day, wording.moment, wording.spoken, wording.hour),
        *(wording.size, wording.plural, wording.segment),
    )
    made.filters.update({one.__name__: one for one in filters})
    return made


_ENVIRONMENT = _environment()


@dataclass(slots=True, eq=False)
class Page:
    """The page of one sandbox. `said` holds messages by the name that a cookie carries."""

    sandbox: "Sandbox"
    said: dict[str, Said] = field(default_factory=dict)
    told: int = 0

    def show(
        self, request: Request, template: str, /, *, status: int = 200, **shown: Any
    ) -> Response:
        """A whole page; a message waiting for this browser is shown once."""
        said = self.said.pop(request.cookies.get("said", ""), None)
        content = _ENVIRONMENT.get_template(template).render(
            {
                "said": said,
                "now": self.sandbox.clock.now(),
                "clock_moves": isinstance(self.sandbox.clock, ManualClock),
                "served": bool(self.sandbox.after_clock_moved),
                "here": _address(request),
                "names": self.sandbox.names,
                "cast": self.sandbox.cast,
                **shown,
            }
        )
        response = HTMLResponse(content, status)
        if said:
            response.delete_cookie("said", httponly=True, samesite="strict")
        return response

    def go(self, to: str, said: Said | None = None) -> Response:
        """On to another page, which says what happened."""
        response = RedirectResponse(to, 303)
        if said:
            self.told += 1
            while len(self.said) >= MOST_MESSAGES:
                del self.said[next(iter(self.said))]
            self.said[str(self.told)] = said
            response.set_cookie("said", str(self.told), httponly=True, samesite="strict")
        return response

    def problem(self, request: Request, status: int, told: str) -> Response:
        return self.show(request, "problem.html", status=status, problem=told)

    def person(self, request: Request) -> str:
        """Who the visitor last chose to be."""
        team = [person.name for person in self.sandbox.cast.team]
        chosen = request.cookies.get("person", "")
        return team[int(chosen)] if chosen.isdecimal() and int(chosen) < len(team) else team[0]


def way_back(address: str) -> str:
    """The address within this page to go back to; anything else leads to the start."""
    parts = urlsplit(address)
    is_ours = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if is_ours and not address.startswith(("//", "/\\")) else "/"


def _address(request: Request) -> str:
    """Where a button on the page comes back to."""
    url = request.url
    return f"{url.path}?{url.query}" if url.query else url.path


def lines(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((text, "") for text in texts)

"""The business team, by post: `[team]`."""

from typing import Self

from pydantic import model_validator

from bot.partnership.part import Part


class Person(Part):
    """Somebody with a post; a vacant post has no address, and what is due to it goes elsewhere.

    `title` is what the post is called, where not as usual.
    """

    title: str = ""
    name: str = ""
    email: str = ""
    deputy: str = ""

    @property
    def is_vacant(self) -> bool:
        """Tell whether nobody holds the post."""
        return not self.email


class Team(Part):
    """The business team: posts that are written to by name of post, and who gets the digest.

    A post that is left out is none of the partnership's; one written as {} is vacant.
    """

    business_manager: Person
    project_officer: Person = Person()
    learning_officer: Person = Person()
    administrator: Person = Person()
    fallback: str
    digest_to: tuple[str, ...] = ("business_manager",)

    def address(self, post: str) -> str:
        """Give where mail for a post goes: its holder, or the fallback while it is vacant."""
        person: Person = getattr(self, post)
        return person.email or self.fallback

    @property
    def vacancies(self) -> tuple[str, ...]:
        """Name the vacant posts of the team."""
        there = (post for post in Team.posts() if post in self.model_fields_set)
        return tuple(post for post in there if getattr(self, post).is_vacant)

    def title(self, post: str) -> str:
        """Say what a post is called: Business Manager."""
        person: Person = getattr(self, post)
        return person.title or post.replace("_", " ").title()

    @classmethod
    def posts(cls) -> tuple[str, ...]:
        """Name the posts that reminders and digests may be addressed to."""
        return ("business_manager", "project_officer", "learning_officer", "administrator")

    @model_validator(mode="after")
    def _known_posts(self) -> Self:
        unknown = set(self.digest_to) - set(self.posts())
        if unknown:
            raise ValueError(f"digest_to names no post of the team: {', '.join(sorted(unknown))}")
        return self

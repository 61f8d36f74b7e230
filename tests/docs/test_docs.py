"""The documentation says what the code says."""

import pytest

from docs.generate import HERE, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (HERE / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_every_command_that_the_readme_names_exists() -> None:
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    makefile = (HERE.parent / "Makefile").read_text(encoding="utf-8")
    named = {word.split("`")[0] for word in readme.split("`make ")[1:]}
    assert named
    assert all(f"\n{target}:" in makefile for target in named)


def test_every_file_that_the_readme_links_to_exists() -> None:
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    links = {part.split(")")[0] for part in readme.split("](")[1:]}
    assert links
    missing = [link for link in links if not (HERE.parent / link.partition("#")[0]).exists()]
    assert not missing

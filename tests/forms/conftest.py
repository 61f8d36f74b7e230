"""What all tests of reading forms share."""

from pathlib import Path

import pytest

from bot.forms import Labels, load_labels

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def labels() -> Labels:
    """The wordings that the product ships with."""
    return load_labels(ROOT / "config" / "labels.toml")

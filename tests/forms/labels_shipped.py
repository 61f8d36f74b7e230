"""The shipped wordings, for tests that hypothesis calls many times."""

from bot.forms import load_labels
from tests.forms.conftest import ROOT

SHIPPED = load_labels(ROOT / "config" / "labels.toml")

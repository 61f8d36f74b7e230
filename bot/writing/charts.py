"""Charts for the reports: plain bars that print well, one colour, figures at their ends."""

from collections.abc import Mapping
from io import BytesIO

BAR = 0.34  # inches of height for each bar
COLOUR = "#1f3a5f"


def bar_chart(counts: Mapping[str, int]) -> bytes:
    """Draw counts as horizontal bars, the first on top, as a PNG."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - takes a second; reports alone need it

    figure = Figure(figsize=(6.3, 0.6 + BAR * len(counts)), dpi=200, layout="constrained")
    axes = figure.subplots()
    names = list(counts)[::-1]
    bars = axes.barh(names, [counts[name] for name in names], color=COLOUR, height=0.62)
    axes.bar_label(bars, padding=4, fontsize=9)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(axis="y", length=0, labelsize=9)
    axes.set_xticks([])
    axes.margins(x=0.08)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()

"""One table while it is read."""

from dataclasses import dataclass

from bot.forms.layout.faces import Faced


@dataclass(slots=True)
class Grid:
    """One table while it is read: every cell's face, and which cells are used up."""

    rows: list[list[Faced]]
    used: set[tuple[int, int]]

    def take(self, faced: Faced) -> Faced:
        self.used.add((faced.cell.row, faced.cell.col))
        return faced

    def is_free(self, faced: Faced) -> bool:
        return (faced.cell.row, faced.cell.col) not in self.used

    def below(self, faced: Faced) -> Faced | None:
        """The cell that starts right under `faced`, in its own column."""
        row = faced.cell.row + faced.cell.height
        if row >= len(self.rows):
            return None
        for other in self.rows[row]:
            if other.cell.col == faced.cell.col and self.is_free(other):
                return other
        return None

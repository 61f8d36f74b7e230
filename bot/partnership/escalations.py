"""The escalation policy's stages: `[escalations]`."""

from pydantic import Field

from bot.partnership.part import Part

MOST_STAGES = 7


class Escalations(Part):
    """The stages of the escalation policy, in their order, by the names that people and forms use.

    One whose name is only a number is said with "Stage" before it. A copy of an escalation is
    entered once it reaches `copies_from`; from `formal_from`, the same unless said, it is on the
    group's agenda. Rules know a stage by its place, counted from 1; limits are clocks.
    """

    stages: tuple[str, ...] = Field(
        default=("1", "2", "3", "4", "5"), min_length=1, max_length=MOST_STAGES
    )
    copies_from: str = "3"
    formal_from: str = ""

    @property
    def first_copied(self) -> int:
        """The place of the stage from which on copies are entered."""
        return self.stages.index(self.copies_from) + 1

    def is_formal(self, place: str) -> bool:
        """Tell whether a stage, by its place as an entry holds it, is formal.

        What a person typed in its place is taken for formal, so that nobody overlooks it.
        """
        first = self.stages.index(self.formal_from or self.copies_from) + 1
        return bool(place) and (place not in self._places or int(place) >= first)

    def said(self, place: int | str) -> str:
        """Say a stage as people do, by its place; what a person typed in its place is not said."""
        if str(place) not in self._places:
            return "a stage in words of your own"
        name = self.stages[int(place) - 1]
        return f"Stage {name}" if name.isdecimal() else name

    @property
    def _places(self) -> tuple[str, ...]:
        return tuple(str(place) for place in range(1, len(self.stages) + 1))

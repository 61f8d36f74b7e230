"""The state folder holds nothing that is needed: lost, full or read-only, the work goes on."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.demo.agencies import SCHOOL
from bot.jobs.cursors import Cursors
from tests.jobs.stage import Stage, form, mail, staged
from tests.jobs.test_watch import watching

NEWS = "Our spring newsletter is out."


async def test_where_nothing_can_be_written_forms_are_still_registered_and_acknowledged(
    tmp_path: Path,
) -> None:
    (state := tmp_path / "state").write_text("a file where the folder should be")
    async with staged(state) as stage:
        stage.deliver(mail(SCHOOL, ("form.docx", form())))
        stage.deliver(mail("news@press.example", subject="News", text=NEWS, number=2))
        for _ in range(4):
            assert await stage.round("intake", "reconciling", "outbox")
        assert (len(stage.rows("Cases of Concern")), len(stage.sent())) == (1, 1)
        assert (stage.rows("Needs Attention"), stage.folder("Inbox")) == ([], 1)
        before = len(stage.requests())
        await stage.round("intake")
        assert len(stage.requests(since=before)) == 1  # its cursor is kept in memory


async def test_a_state_folder_that_is_lost_meanwhile_is_made_again(tmp_path: Path) -> None:
    async with staged(tmp_path / "state") as stage:
        for n in range(2):
            stage.deliver(mail("news@press.example", subject="News", text=NEWS, number=n))
            await stage.round("intake", "reconciling")
            kept = sorted(file.name for file in stage.settings.state.iterdir())
            shutil.rmtree(stage.settings.state)
        stage.deliver(mail("news@press.example", subject="News", text=NEWS, number=9))
        assert await stage.round("intake", "reconciling")
        assert sorted(file.name for file in stage.settings.state.iterdir()) == kept
        assert len((stage.settings.state / "untouched").read_text().splitlines()) == 1 + 3


async def test_that_nothing_can_be_written_is_told_once_and_its_end_once(
    stage: Stage, tmp_path: Path
) -> None:
    (state := tmp_path / "full").write_text("a file where the folder should be")
    told, cursors = list[str](), Cursors(state)
    watch = watching(stage, told, cursors=cursors)
    for n in range(4):
        if n == 2:
            state.unlink()
        cursors.save("inbox" if n < 2 else "sends", f"link {n}")
        await watch.look()
    first, second = told
    assert first.startswith("the state folder cannot be written (FileExistsError): see that there")
    assert second == "recovered: the state folder is written"
    assert Cursors(state).load("inbox") == "link 1"


def test_two_processes_that_share_a_folder_by_mistake_do_not_fail(tmp_path: Path) -> None:
    def save(process: int) -> str:
        cursors = Cursors(tmp_path)
        for n in range(300):
            cursors.save("inbox", f"{process} {n}")
        return cursors.trouble

    with ThreadPoolExecutor(2) as both:
        assert set(both.map(save, range(2))) == {""}
    assert [file.name for file in tmp_path.iterdir()] == ["inbox"]

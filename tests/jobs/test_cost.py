"""What a round asks of Microsoft 365 does not grow with what is closed."""

from benchmarks.rounds import FIRST_LOOK, OPEN_ACTIONS, cost


async def test_a_round_costs_the_same_beside_six_thousand_closed_entries() -> None:
    few = await cost({"Actions": 100, "Notices": 100})
    many = await cost({"Actions": 6_000, "Notices": 6_000})  # past SharePoint's threshold of 5,000
    assert few.reminded == many.reminded > OPEN_ACTIONS
    for job in few.requests.keys() - {FIRST_LOOK}:
        assert few.requests[job] == many.requests[job], job

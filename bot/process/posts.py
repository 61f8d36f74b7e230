"""Who somebody is to the partnership: the post behind an address."""

from bot.partnership import Partnership, Team


def post_of(address: str, partnership: Partnership) -> str:
    """Say by which post somebody is known; the address itself where we know of none.

    Posts of the business team come first, then members and their deputies, then agencies' leads.
    """
    wanted = address.casefold()
    team, members = partnership.team, partnership.members
    posts = [
        *((getattr(team, post).email, team.title(post)) for post in Team.posts()),
        *((member.email, member.role) for member in members),
        *((member.deputy, f"deputy of the {member.role}") for member in members),
        *((agency.lead, f"lead of {agency.name}") for agency in partnership.agencies),
    ]
    found = (f"the {post}" for known, post in posts if known and known.casefold() == wanted)
    return next(found, address)

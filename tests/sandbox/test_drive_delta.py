"""Delta of a drive, and apps that are given a role on a site."""

import httpx

from bot.sandbox import App, Sandbox
from tests.sandbox.graph_client import graph_client


async def test_drive_delta_tells_of_files_and_of_what_went(
    graph: httpx.AsyncClient, site: str
) -> None:
    drive = f"/drives/{(await graph.get(f'{site}/drive')).json()['id']}"
    made = (await graph.put(f"{drive}/root:/A/b.txt:/content", content=b"1")).json()
    first = (await graph.get(f"{drive}/root/delta")).json()
    assert [item["name"] for item in first["value"]] == ["A", "b.txt"]
    await graph.delete(f"{drive}/items/{made['id']}")
    then = (await graph.get(first["@odata.deltaLink"])).json()["value"]
    assert [(item["id"], item["deleted"]["state"]) for item in then] == [(made["id"], "deleted")]


async def test_drive_delta_can_start_from_now(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str
) -> None:
    drive = f"/drives/{(await graph.get(f'{site}/drive')).json()['id']}"
    await graph.put(f"{drive}/root:/a.txt:/content", content=b"1")
    now = (await graph.get(f"{drive}/root/delta?token=latest")).json()
    assert now["value"] == []
    sandbox.tenant.sites.deltas.forget_tokens()
    gone = await graph.get(now["@odata.deltaLink"])
    assert (gone.status_code, gone.headers["Location"].startswith("http")) == (410, True)


async def test_an_app_may_do_what_its_role_on_the_site_allows(
    sandbox: Sandbox, graph: httpx.AsyncClient, site: str
) -> None:
    other = App("0a0a0a0a-0000-4000-8000-000000000001", sandbox.names.secret)
    sandbox.tenant.login.register(other)
    identity = {"application": {"id": other.client_id, "displayName": "Reader"}}
    grant = {"roles": ["read"], "grantedToIdentities": [identity]}
    made = await graph.post(f"{site}/permissions", json=grant)
    assert made.status_code == 201
    token = sandbox.tenant.login.token_by_secret(other.client_id, other.secret)
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await graph.get(site, headers=bearer)).status_code == 200
    refused = await graph.post(f"{site}/lists", json={"displayName": "x"}, headers=bearer)
    assert refused.status_code == 403
    await graph.delete(f"{site}/permissions/{made.json()['id']}")
    assert (await graph.get(site, headers=bearer)).status_code == 403


async def test_only_who_manages_a_site_gives_roles(sandbox: Sandbox, site: str) -> None:
    sandbox.tenant.login.app(sandbox.names.client_id).sites[sandbox.names.site_path] = "write"
    async with graph_client(sandbox) as graph:
        assert (await graph.get(f"{site}/permissions")).status_code == 403

"""The champion that the records name serves soon, and a bad one never does."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clairscore.api.champion import champion_folder_in, follow, serve
from clairscore.api.holder import ModelHolder
from clairscore.decision.bundle import Bundle, load, save
from clairscore.store.database import Write
from clairscore.store.models import By, approve_change, ask_change, register_model
from tests.api.place import Place, place

REASON = "Better by its whole interval on the last quarter."


def promoted(write: Write, folder: Path, number: int) -> None:
    """The bundle of the folder asked for by one person and approved by another."""
    register_model(write, folder.name, str(folder), "challenger", By("anna", "2026", "r"))
    asked = ask_change(write, "promote", folder.name, REASON, By("anna", "2026", f"a{number}"))
    approve_change(write, asked, REASON, By("berta", "2026", f"b{number}"), override=True)


async def followed(service_place: Place, until: str, seconds: float = 20.0) -> None:
    """Follow the champion until a bundle serves, or for some seconds."""
    following = asyncio.create_task(follow(service_place.service, 0.02))
    try:
        async with asyncio.timeout(seconds):
            while service_place.service.models.bundle.id != until:
                await asyncio.sleep(0.02)
    finally:
        following.cancel()


def test_a_promoted_bundle_serves_and_a_damaged_one_leaves_it_in_its_place(
    bundle: Bundle, saved: Path, key: Ed25519PrivateKey, tmp_path: Path
) -> None:
    holder = ModelHolder(lambda folder: load(folder, [key.public_key()]))
    holder.change(saved)
    good = save(replace(bundle, created="2026-11-21T00:00:00+00:00"), tmp_path / "good", key)
    bad = save(replace(bundle, created="2026-11-22T00:00:00+00:00"), tmp_path / "bad", key)
    (bad / "model.txt").chmod(0o644)
    (bad / "model.txt").write_text("tree\nversion=v4\n")
    with place(tmp_path / "home", holder) as found:
        assert found.service.look(champion_folder_in, tmp_path) is None
        found.service.change(promoted, good, 1)
        asyncio.run(followed(found, good.name))
        assert holder.bundle.id == good.name
        found.service.change(promoted, bad, 2)
        assert found.service.look(champion_folder_in, tmp_path) == bad
        assert not serve(found.service, bad)
        assert holder.bundle.id == good.name
        figures = found.service.meters.text().decode()
        assert f'clairscore_model{{bundle="{good.name}"}} 1.0' in figures
        assert 'clairscore_model_changes_total{result="refused"}' in figures
        answer = found.http.get("/v1/model", headers=found.as_("admin"))
        assert answer.json()["bundle"] == good.name
    shutil.rmtree(tmp_path / "bad")

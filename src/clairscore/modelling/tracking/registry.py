"""Bundles registered with MLflow: versions of one model, one of them champion, one challenger."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal
from warnings import catch_warnings, simplefilter

from clairscore.decision.bundle import Description
from clairscore.errors import BadInput
from clairscore.modelling.tracking.acts import (
    Act,
    Kind,
    Reasoned,
    acts_in,
    as_tag,
    champion_before,
)
from clairscore.modelling.tracking.records import of_description
from clairscore.modelling.tracking.runs import track
from clairscore.modelling.tracking.serving import BUNDLE, KEY
from clairscore.modelling.tracking.store import Store, opened
from clairscore.modelling.tracking.views import EXPERIMENT

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities.model_registry import ModelVersion

MODEL = "clairscore"
Alias = Literal["champion", "challenger"]
CHAMPION: Alias = "champion"
CHALLENGER: Alias = "challenger"
PROGRAM = Path(__file__).with_name("served.py")
FOLDER = "model"
"""Where a run keeps what is served."""


@dataclass(frozen=True, slots=True)
class Version:
    """One registered bundle and what it is to the others."""

    version: str
    bundle: str
    aliases: tuple[str, ...]


class Registry:
    """The registered bundles of a store; every change is an act of somebody, for a reason."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.client: MlflowClient = opened(store)

    def versions(self) -> list[Version]:
        """Every registered bundle, newest first."""
        found = [_version(each) for each in self.client.search_model_versions(f"name='{MODEL}'")]
        aliases = self._aliases()
        named = [
            Version(
                each.version, each.bundle, tuple(a for a in aliases if aliases[a] == each.version)
            )
            for each in found
        ]
        return sorted(named, key=lambda each: -int(each.version))

    def acts(self) -> list[Act]:
        """What was done, oldest first."""
        return acts_in(self._model_tags())

    def register(
        self, folder: Path, described: Description, key: Path, reasoned: Reasoned
    ) -> Version:
        """The bundle as challenger, as a new version unless it already is one.

        `key` is the public key that the server will trust unless its settings name another.
        """
        known = {each.bundle: each for each in self.versions()}
        if described.id not in known:
            self._add(folder, described, key)
        number = self._number(described.id)
        champion = self._aliases().get(CHAMPION)
        self.client.set_registered_model_alias(MODEL, CHALLENGER, number)
        self._act(Act("register", number, champion, reasoned.who, reasoned.why, reasoned.at))
        return self._by_number(number)

    def promote(self, reasoned: Reasoned) -> Version:
        """The challenger as champion; BadInput where there is no challenger."""
        number = self._aliases().get(CHALLENGER)
        if number is None:
            raise BadInput(
                "promote: there is no challenger; register one with `clairscore model register`"
            )
        self._crown(number, "promote", reasoned)
        self.client.delete_registered_model_alias(MODEL, CHALLENGER)
        return self._by_number(number)

    def roll_back(self, reasoned: Reasoned) -> Version:
        """The champion before as champion again; BadInput where there was none."""
        champion = self._aliases().get(CHAMPION)
        number = champion_before(self.acts(), champion) if champion else None
        if number is None:
            raise BadInput("rollback: no bundle was champion before; promote one instead")
        self._crown(number, "rollback", reasoned)
        return self._by_number(number)

    def follow(
        self, alias: Alias, folder: Path, described: Description, key: Path, reasoned: Reasoned
    ) -> Version:
        """The bundle under the alias that the service's records give it, as a version if need be.

        The act is written down where the alias moves.
        """
        known = {each.bundle for each in self.versions()}
        if described.id not in known:
            self._add(folder, described, key)
        number = self._number(described.id)
        before = self._aliases().get(alias)
        if before != number:
            self.client.set_registered_model_alias(MODEL, alias, number)
            kind: Kind = "promote" if alias == CHAMPION else "register"
            self._act(Act(kind, number, before, reasoned.who, reasoned.why, reasoned.at))
        return self._by_number(number)

    def vacate(self, alias: Alias) -> None:
        """Take the alias away: the service's records have nobody in that role."""
        if alias in self._aliases():
            self.client.delete_registered_model_alias(MODEL, alias)

    def _add(self, folder: Path, described: Description, key: Path) -> None:
        """A new version, kept with the run of its training."""
        run = self._run_of(described, folder)
        self._keep(run, folder, key)
        if not self.client.search_registered_models(f"name='{MODEL}'"):
            self.client.create_registered_model(MODEL)
        self.client.create_model_version(
            MODEL,
            f"runs:/{run}/{FOLDER}",
            run,
            tags={"bundle": described.id, "created": described.created},
        )

    def _run_of(self, described: Description, folder: Path) -> str:
        """The number of the run that made the bundle, recorded now where it was not."""
        experiment = self.client.get_experiment_by_name(EXPERIMENT.format(command="train"))
        if experiment is not None:
            asked = f"tags.bundle = '{described.id}'"
            found = self.client.search_runs([experiment.experiment_id], asked, max_results=1)
            if found:
                return str(found[0].info.run_id)
        return track(of_description(described, folder), self.store)

    def _keep(self, run: str, folder: Path, key: Path) -> None:
        """The bundle, the key that signed it and the program that serves them, with the run."""
        from mlflow.pyfunc import save_model

        with TemporaryDirectory() as scratch, catch_warnings():
            simplefilter("ignore", UserWarning)  # a credit file is checked by Clairscore itself
            place = Path(scratch) / FOLDER
            save_model(
                place,
                python_model=PROGRAM,
                artifacts={BUNDLE: str(folder), KEY: str(key)},
                pip_requirements=[f"clairscore[train]=={version('clairscore')}"],
            )
            self.client.log_artifacts(run, str(place), FOLDER)

    def _crown(self, number: str, kind: Kind, reasoned: Reasoned) -> None:
        before = self._aliases().get(CHAMPION)
        self.client.set_registered_model_alias(MODEL, CHAMPION, number)
        self._act(Act(kind, number, before, reasoned.who, reasoned.why, reasoned.at))

    def _act(self, act: Act) -> None:
        """Write down who did it and why, with the model and with the version."""
        name, text = as_tag(act, len(self.acts()) + 1)
        self.client.set_registered_model_tag(MODEL, name, text)
        told = f"{act.at} {act.who}: {act.why}"
        self.client.set_model_version_tag(MODEL, act.version, act.kind, told)

    def _number(self, bundle: str) -> str:
        return next(each.version for each in self.versions() if each.bundle == bundle)

    def _by_number(self, number: str) -> Version:
        return next(each for each in self.versions() if each.version == number)

    def _aliases(self) -> dict[str, str]:
        """Version by alias."""
        found = self.client.search_registered_models(f"name='{MODEL}'")
        return {alias: str(number) for each in found for alias, number in each.aliases.items()}

    def _model_tags(self) -> dict[str, str]:
        found = self.client.search_registered_models(f"name='{MODEL}'")
        return dict(found[0].tags) if found else {}


def _version(found: ModelVersion) -> Version:
    return Version(str(found.version), found.tags["bundle"], ())

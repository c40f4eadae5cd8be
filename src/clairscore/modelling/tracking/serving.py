"""A registered bundle behind MLflow's server: credit files in, the proposals of `decide` out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clairscore.data.credit_file import parse
from clairscore.decision.bundle import load, trusted_keys
from clairscore.decision.decide import decide
from clairscore.decision.proposal_record import proposal_record
from clairscore.decision.telling import Teller
from clairscore.errors import BadInput
from clairscore.settings import Settings, load_settings

if TYPE_CHECKING:
    from mlflow.pyfunc.model import PythonModelContext

BUNDLE, KEY = "bundle", "trusted"
"""What MLflow keeps with the code: the bundle's folder, and the key that signed it."""


class Served:
    """A bundle that was checked and sat its exam, and who tells its proposals."""

    def __init__(self, artifacts: Mapping[str, str], settings: Settings) -> None:
        keys = trusted_keys(settings.trusted_keys or Path(artifacts[KEY]))
        self.bundle = load(Path(artifacts[BUNDLE]), keys)
        self.as_of = settings.as_of
        self.teller = Teller.of(self.bundle, settings.language, settings.currency, settings.sources)

    def proposal(self, document: Mapping[str, object]) -> dict[str, object]:
        """The proposal for one credit file, as `decide --json` prints it; BadCreditFile."""
        credit_file = parse(json.dumps(document))
        return proposal_record(decide(self.bundle, credit_file, as_of=self.as_of), self.teller)


def hand_over() -> None:
    """Give MLflow the model that it shall serve."""
    from mlflow.exceptions import MlflowException
    from mlflow.models import set_model
    from mlflow.protos.databricks_pb2 import INVALID_PARAMETER_VALUE
    from mlflow.pyfunc.model import PythonModel

    class Proposals(PythonModel):
        """Credit files in, one proposal each out; a bad file is a bad request, with its faults."""

        def load_context(self, context: PythonModelContext) -> None:
            self.served = Served(context.artifacts, load_settings())

        # MLflow reads the kinds of input and answer from these hints
        def predict(  # type: ignore[override]
            self, model_input: list[dict[str, Any]]
        ) -> list[dict[str, Any]]:
            try:
                return [self.served.proposal(document) for document in model_input]
            except BadInput as error:
                raise MlflowException(str(error), INVALID_PARAMETER_VALUE) from None

    set_model(Proposals())

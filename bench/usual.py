"""The usual scoring service, for comparison only: Flask, a CSV at import, predict, SHAP each call.

What public systems of this kind do, on the same model: every client's features in a data frame that
is read when the process starts and scanned for each request, and contributions computed anew by
TreeSHAP (LightGBM's own). It has no roles, no records and no reasons.
"""

from __future__ import annotations

import os
import sys

import lightgbm
import numpy as np
import pandas as pd
from flask import Flask, jsonify
from flask.typing import ResponseReturnValue

CSV, MODEL = os.environ["USUAL_CSV"], os.environ["USUAL_MODEL"]
FRAME = pd.read_csv(CSV)
BOOSTER = lightgbm.Booster(model_file=MODEL)
FEATURES = [name for name in FRAME.columns if name not in ("SK_ID_CURR", "TARGET")]
app = Flask(__name__)


@app.get("/score/<int:client>")
def score(client: int) -> ResponseReturnValue:
    """Probability and contributions of a client."""
    found = FRAME[FRAME["SK_ID_CURR"] == client]
    if found.empty:
        return jsonify(error="unknown client"), 404
    values = found[FEATURES].to_numpy(dtype=np.float32)
    contributions = BOOSTER.predict(values, pred_contrib=True)[0]
    strongest = np.argsort(-np.abs(contributions[:-1]))[:20]
    return jsonify(
        client=client,
        probability=float(BOOSTER.predict(values)[0]),
        contributions={FEATURES[at]: float(contributions[at]) for at in strongest},
    )


@app.get("/health")
def health() -> ResponseReturnValue:
    """That it answers."""
    return jsonify(status="live")


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]), threaded=True)

"""What weighs in this file beside what usually weighs in the model."""

from __future__ import annotations

from clairscore.charts import local_global
from clairscore.dashboard.dossier.subject import Subject
from clairscore.dashboard.dossier.why import bars_of, themes_of
from clairscore.dashboard.parts.empty import empty
from clairscore.dashboard.parts.figure import figure
from clairscore.dashboard.visit import Visit
from clairscore.i18n import t


def weight(subject: Subject, visit: Visit) -> None:
    """Each theme's part of a hundred here and usually."""
    shares = {each.name: each.share for each in visit.client.performance().themes}
    themes = themes_of(subject)
    usual = {each.name: 100 * shares[each.theme] for each in themes if each.theme in shares}
    bars = bars_of(subject)
    if not bars or not usual:
        empty(t("dossier.no_weights", visit.lang))
        return
    figure(local_global(bars, usual, visit.lang), "weights", level=3)

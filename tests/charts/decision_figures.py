"""One of every figure of a client's decision, from invented numbers."""

from __future__ import annotations

import random

from clairscore.charts import (
    Bar,
    Binned,
    Counts,
    Figure,
    Group,
    Payment,
    Span,
    hundred,
    loan_line,
    local_global,
    pair_grid,
    payments,
    position,
    reasons,
    reasons_within,
    risk_scale,
)
from clairscore.i18n import Lang, money

LIMIT = 1 / 11
THEMES = [
    Bar("Évaluations d'organismes extérieurs", 0.46),
    Bar("Vos demandes précédentes chez nous", 0.39),
    Bar("Votre emploi et vos études", 0.38),
    Bar("Le crédit demandé", 0.37),
    Bar("Vos crédits dans d'autres établissements", -0.34),
    Bar("Vos revenus et vos charges", 0.16),
    Bar("Vos paiements passés chez nous", -0.09),
    Bar("L'utilisation de votre carte", 0.08),
    Bar("Votre logement et vos biens", 0.03),
    Bar("Vos pièces et vos coordonnées", 0.001),
    Bar("Votre âge", -0.01),
]
FEATURES = [
    Bar("Risque estimé de la demande (moyenne) sur vos demandes précédentes : 12,8 %", 0.2),
    Bar("Demandes précédentes refusées, part de l'ensemble : 100 %", 0.05),
    Bar("Montant demandé par rapport au montant proposé : 71 %", -0.04),
]
USUAL = {bar.label: 100 / len(THEMES) for bar in THEMES}


def amounts(lang: Lang, label: str = "montant du crédit") -> Binned:
    edges = [200_000 * at for at in range(1, 11)]
    return Binned(label, tuple(money(edge, lang, "unités monétaires") for edge in edges))


def words(lang: Lang) -> Binned:
    names = ("emploi salarié", "activité commerciale", "retraite ou pension", "études")
    return Binned("origine des revenus", names, words=True)


def groups(counts: int) -> list[Group]:
    granted = tuple(max(0, 400 - 40 * at) for at in range(counts))
    refused = tuple(20 + 15 * (at % 7) for at in range(counts))
    return [Group("crédit accordé", granted), Group("crédit refusé", refused)]


def spans(count: int) -> list[Span]:
    """Invented loans, some running, some late, a few applications that were refused."""
    chance = random.Random(7)
    found = []
    for number in range(count):
        start = -chance.uniform(30, 2900)
        length = chance.uniform(100, 1200)
        stage = ("running" if start + length > 0 else "ended") if number % 7 else "refused"
        end = start if stage == "refused" else start + length
        late = tuple(start + 30 * at for at in range(3)) if number % 5 == 0 else ()
        where = "here" if number % 3 else "elsewhere"
        found.append(Span(where, stage, start, end, late, f"Crédit {number}"))  # type: ignore[arg-type]
    return found


def paid(count: int) -> list[Payment]:
    chance = random.Random(11)
    return [
        Payment(-30.4 * at, chance.choice((-8, -3, 0, 0, 4, 21)), f"Échéance {at}")
        for at in range(count, 0, -1)
    ]


def masked(at: int, count: int) -> int | None:
    return None if at % 11 == 5 else 0 if at % 13 == 0 else count


def grid(rows: int, columns: int) -> tuple[Counts, Counts]:
    cells = rows * columns
    granted = tuple(masked(at, 30 + at) for at in range(cells))
    refused = tuple(masked(at, 2 * at % 90) for at in range(cells))
    return Counts("crédit accordé", granted), Counts("crédit refusé", refused)


def decision_figures(lang: Lang) -> tuple[Figure, ...]:
    """Each kind once."""
    axis, other = amounts(lang), amounts(lang, "revenus")
    return (
        risk_scale(0.19, LIMIT, lang),
        hundred(0.19, lang),
        reasons(THEMES, lang),
        reasons_within("Vos demandes précédentes chez nous", FEATURES, lang),
        position(axis, groups(11), 6, "split", lang),
        pair_grid(axis, other, grid(11, 11), (6, 3), lang),
        loan_line(spans(12), 1, lang),
        payments(paid(24), lang),
        local_global(THEMES, USUAL, lang),
    )

"""What is known of each applicant and the loan asked for: the facts that other columns follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clairscore.data.synthetic.draw import (
    Bools,
    Draw,
    Floats,
    Ints,
    from_quantiles,
    mix,
    normal_score,
    on_grid,
    ordered,
)
from clairscore.data.synthetic.traits import Traits

AGE_DAYS = (7750, 8450, 9350, 10300, 12450, 15770, 19680, 22200, 23150, 24480, 25200)
INCOME = (40500, 67500, 81000, 112500, 148000, 202500, 270000, 337500, 472500, 2250000)
GOODS = (60000, 101000, 139500, 234000, 450000, 679500, 1080000, 1305000, 1800000, 3150000)
REVOLVING_LIMIT = (
    135000,
    135000,
    157500,
    180000,
    270000,
    382500,
    585000,
    675000,
    1080000,
    1350000,
)
EMPLOYED_DAYS = (117, 219, 361, 819, 1690, 3195, 5280, 7205, 10850, 16500)
EDUCATION_SHARES = (0.0125, 0.7105, 0.0335, 0.2429, 0.0006)
"""Lower secondary, secondary, incomplete higher, higher, academic degree."""
TERMS = (12, 18, 24, 30, 36, 42, 48, 54, 60)
TERM_SHARES = (0.20, 0.12, 0.21, 0.18, 0.12, 0.06, 0.06, 0.02, 0.03)
REVOLVING_SHARE = 0.0953
FEMALE_SHARE = 0.6583


@dataclass(frozen=True, slots=True)
class Facts:
    """One entry a client; days positive (before day 0), money in units."""

    age: NDArray[np.float64]
    female: Bools
    pensioner: Bools
    education: Ints
    employed: NDArray[np.float64]
    income: NDArray[np.float64]
    revolving: Bools
    goods: NDArray[np.float64]
    credit: NDArray[np.float64]
    annuity: NDArray[np.float64]
    drift: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.age)


AGE_PROBABILITIES = (0.0001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.9999)


def facts(draw: Draw, traits: Traits, drift: NDArray[np.float32]) -> Facts:
    """The facts of each client; `drift` is the strength with which his population has moved."""
    size = len(traits)
    age = _age(draw, size)
    female = draw.chance(FEMALE_SHARE + 0.10 * (age > 20_000) - 0.02, size)
    pensioner = draw.chance(_pensioner_chance(age), size)
    education = ordered(mix((0.48, traits.ability), noise=draw.normal(size)), EDUCATION_SHARES)
    income = _income(draw, traits, age, female, pensioner, education, drift)
    revolving = draw.chance(REVOLVING_SHARE * np.exp(-2.5 * drift), size)
    goods, credit, annuity = _loan(draw, income, revolving, drift)
    return Facts(
        age=_younger(age, drift),
        female=female,
        pensioner=pensioner,
        education=education,
        employed=_employed(draw, traits, age, drift),
        income=income,
        revolving=revolving,
        goods=goods,
        credit=credit,
        annuity=annuity,
        drift=drift,
    )


def _age(draw: Draw, size: int) -> NDArray[np.float64]:
    scores = np.array([normal_score(share) for share in AGE_PROBABILITIES])
    return np.rint(np.interp(draw.normal(size), scores, AGE_DAYS))


def _younger(age: Floats, drift: Floats) -> NDArray[np.float64]:
    """Ages of a drifted population: up to a twelfth of the years above twenty-one are gone."""
    return np.asarray(np.rint(age - 0.08 * np.minimum(drift, 3) * (age - 7680)))


def _pensioner_chance(age: Floats) -> NDArray[np.float64]:
    years = (0, 40, 45, 50, 55, 60, 65, 70)
    shares = (0.002, 0.005, 0.016, 0.055, 0.3, 0.76, 0.9, 0.95)
    return np.asarray(np.interp(age / 365.25, years, shares))


def _income(
    draw: Draw,
    traits: Traits,
    age: Floats,
    female: Bools,
    pensioner: Bools,
    education: Ints,
    drift: Floats,
) -> NDArray[np.float64]:
    score = mix((0.46, traits.ability), noise=draw.normal(len(age))) * 0.93
    score = score + 0.16 - 0.34 * female - 0.45 * pensioner + 0.18 * (education - 1.4)
    score = score - 0.08 * (age < 9500)
    income = from_quantiles(score, INCOME) * (1 + 0.06 * drift)
    round_sum = draw.chance(0.72, len(age))
    return np.asarray(
        np.maximum(25650, np.where(round_sum, on_grid(income, 22500), on_grid(income, 4500)))
    )


def _employed(draw: Draw, traits: Traits, age: Floats, drift: Floats) -> NDArray[np.float64]:
    """Days in the present job, never longer than since the eighteenth birthday."""
    maturity = ((age - 15_800) / 4_300).astype(np.float32)
    score = mix((0.30, maturity), (0.22, traits.ability), noise=draw.normal(len(age)))
    days = from_quantiles(score - 0.15 * drift, EMPLOYED_DAYS)
    return np.asarray(np.rint(np.minimum(days, age - 6570 + 30 * draw.uniform(len(age)))))


def _loan(
    draw: Draw, income: Floats, revolving: Bools, drift: Floats
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Price of the goods, credit and monthly annuity asked for."""
    size = len(income)
    wealth = (np.log(income / 148000) / 0.49).astype(np.float32)
    score = mix((0.40, wealth), noise=draw.normal(size)) - 0.20 * drift
    goods = from_quantiles(score, GOODS)
    goods = np.where(draw.chance(0.75, size), on_grid(goods, 22500), on_grid(goods, 4500))
    limit = on_grid(from_quantiles(score, REVOLVING_LIMIT), 22500)
    goods = np.where(revolving, limit, np.maximum(goods, 45000))
    cover = np.where(draw.chance(0.34, size), 1.0, 1.04 + 0.5 * draw.uniform(size) ** 1.7)
    credit = np.where(revolving, goods, on_grid(goods * cover, 4.5))
    annuity = np.where(revolving, credit / 20, _annuity(draw, credit, score))
    return goods, credit, on_grid(annuity, 4.5)


def _annuity(draw: Draw, credit: Floats, score: Floats) -> NDArray[np.float64]:
    """Monthly payment for a term that grows with the amount and a rate that falls with it."""
    size = len(credit)
    place = ordered(mix((0.62, score), noise=draw.normal(size)), TERM_SHARES)
    months = np.array(TERMS)[place]
    rate = 0.0195 + 0.006 * draw.normal(size) - 0.0015 * score
    rate = np.clip(rate, 0.006, 0.04)
    return np.asarray(credit * rate / (1 - (1 + rate) ** -months), dtype=float)


def burden(facts: Facts) -> NDArray[np.float64]:
    """How heavy the loan is for this income, about N(0, 1): annuity, credit and their cover."""
    annuity = (np.log(facts.annuity / facts.income) + 1.80) / 0.50
    credit = (np.log(facts.credit / facts.income) - 1.10) / 0.72
    cover = (np.clip(facts.credit / facts.goods, 1, 1.6) - 1.13) / 0.12
    return np.asarray((0.35 * annuity + 0.25 * credit + 0.75 * cover) / 0.95)


def rootedness(facts: Facts) -> NDArray[np.float64]:
    """How settled the applicant is, about N(0, 1): years of life and years in the job."""
    age = (facts.age - 16_000) / 4_360
    work = np.where(facts.pensioner, 0.3, (np.log(facts.employed + 60) - 7.3) / 1.15)
    return np.asarray((0.6 * age + 0.7 * work) / 1.05)


def schooling(facts: Facts) -> NDArray[np.float64]:
    """What education adds beyond what it says of ability, about N(0, 1)."""
    return np.asarray((facts.education - 1.5) / 0.88)

"""The application table: readings of the facts and traits, with Kaggle's gaps and sentinels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clairscore.data.schema import APPLICATION, NEVER
from clairscore.data.synthetic import shares
from clairscore.data.synthetic.draw import (
    Bools,
    Draw,
    Floats,
    from_quantiles,
    mix,
    ordered,
)
from clairscore.data.synthetic.facts import Facts
from clairscore.data.synthetic.frames import MISSING, Values, code, pick, pick_by
from clairscore.data.synthetic.traits import Traits

EXT_1 = (0.084, 0.15, 0.214, 0.334, 0.503, 0.664, 0.768, 0.82, 0.881, 0.945)
EXT_2 = (0.03, 0.138, 0.226, 0.396, 0.566, 0.662, 0.721, 0.749, 0.784, 0.855)
EXT_3 = (0.064, 0.155, 0.226, 0.369, 0.53, 0.668, 0.752, 0.788, 0.832, 0.88)
REGISTRATION = (43, 341, 714, 1990, 4510, 7500, 10000, 11480, 13850, 20500)
ID_PUBLISH = (58, 347, 729, 1700, 3235, 4300, 4790, 5040, 5480, 6220)
PHONE_CHANGE = (0, 0, 0, 277, 762, 1575, 2175, 2570, 3180, 4150)
CAR_AGE = (0, 1, 2, 5, 9, 15, 22, 28, 64, 65)
POPULATION = (0.0021, 0.005, 0.0066, 0.01, 0.01885, 0.0287, 0.0358, 0.0462, 0.0725, 0.072508)
FLAG_SHARES = {"FLAG_WORK_PHONE": 0.199, "FLAG_CONT_MOBILE": 0.9982, "FLAG_PHONE": 0.28}
DOCUMENT_SHARES = {
    2: 0.00004,
    4: 0.00008,
    5: 0.0151,
    7: 0.0002,
    9: 0.0039,
    10: 0.00002,
    11: 0.0039,
    12: 0.00001,
    13: 0.0035,
    14: 0.0029,
    15: 0.0012,
    16: 0.0099,
    17: 0.0003,
    18: 0.0081,
    19: 0.0006,
    20: 0.0005,
    21: 0.0003,
}
ENQUIRY_MEANS = {
    "HOUR": 0.0064,
    "DAY": 0.007,
    "WEEK": 0.0344,
    "MON": 0.26,
    "QRT": 0.265,
    "YEAR": 1.9,
}
ENQUIRY_DRIFT = {"MON": -2.0, "QRT": 0.65, "YEAR": 0.12}


def application(draw: Draw, traits: Traits, facts: Facts, has_bureau: Bools) -> Values:
    """Every column of the application table apart from key, target and housing."""
    return {
        **_loan(draw, facts),
        **_person(draw, facts),
        **_work(draw, traits, facts),
        **_region(draw, facts),
        **_scores(draw, traits, facts, has_bureau),
        **_circle(draw, traits),
        **_papers(draw, facts),
        **_enquiries(draw, traits, facts, has_bureau),
    }


def _words(draw: Draw, column: str, of_column: shares.Shares, size: int) -> NDArray[np.int16]:
    return pick(draw, APPLICATION, column, of_column, size)


def _loan(draw: Draw, facts: Facts) -> Values:
    size = len(facts)
    unpriced = facts.revolving & draw.chance(0.009, size)
    return {
        "NAME_CONTRACT_TYPE": facts.revolving.astype(np.int16),
        "AMT_INCOME_TOTAL": facts.income,
        "AMT_CREDIT": facts.credit,
        "AMT_ANNUITY": np.where(draw.chance(0.00004, size), np.nan, facts.annuity),
        "AMT_GOODS_PRICE": np.where(unpriced, np.nan, facts.goods),
        "NAME_TYPE_SUITE": _words(draw, "NAME_TYPE_SUITE", shares.COMPANION, size),
        "WEEKDAY_APPR_PROCESS_START": _words(
            draw, "WEEKDAY_APPR_PROCESS_START", shares.WEEKDAY, size
        ),
        "HOUR_APPR_PROCESS_START": np.clip(np.rint(12.06 + 3.25 * draw.normal(size)), 0, 23),
    }


def _person(draw: Draw, facts: Facts) -> Values:
    size = len(facts)
    years = facts.age / 365.25
    lonely = np.interp(years, (21, 27, 32, 55, 70), (0.62, 0.3, 0.2, 0.22, 0.45))
    single = draw.chance(lonely, size)
    family = _family(draw, facts, single)
    peak = np.interp(years, (20, 25, 33, 38, 45, 52, 60), (0.15, 0.3, 0.85, 0.85, 0.45, 0.12, 0.03))
    children = np.minimum(draw.stream.poisson(peak * np.where(single, 0.55, 1.05)), 14)
    return {
        "CODE_GENDER": (~facts.female).astype(np.int16),
        "FLAG_OWN_CAR": (car := _car_owner(draw, facts)).astype(np.int16),
        "OWN_CAR_AGE": np.where(car, np.rint(from_quantiles(draw.normal(size), CAR_AGE)), np.nan),
        "FLAG_OWN_REALTY": draw.chance(0.6 + 0.006 * np.clip(years - 27, 0, 30), size).astype(
            np.int16
        ),
        "CNT_CHILDREN": children,
        "CNT_FAM_MEMBERS": children + np.where(single, 1.0, 2.0),
        "NAME_FAMILY_STATUS": family,
        "NAME_EDUCATION_TYPE": facts.education,
        "NAME_HOUSING_TYPE": _housing(draw, years),
        "DAYS_BIRTH": -facts.age,
        "DAYS_REGISTRATION": -np.minimum(
            np.rint(from_quantiles(draw.normal(size), REGISTRATION)), facts.age
        ),
        "DAYS_ID_PUBLISH": -np.rint(from_quantiles(draw.normal(size), ID_PUBLISH)),
    }


def _car_owner(draw: Draw, facts: Facts) -> Bools:
    wealth = np.log(facts.income / 148000)
    share = 0.32 + 0.17 * wealth + 0.12 * ~facts.female - 0.06 * facts.pensioner
    return draw.chance(np.clip(share, 0.03, 0.95), len(facts))


def _family(draw: Draw, facts: Facts, single: Bools) -> NDArray[np.int16]:
    alone = {"Single / not married": 0.56, "Separated": 0.24, "Widow": 0.20}
    old = {"Single / not married": 0.22, "Separated": 0.26, "Widow": 0.52}
    pair = {"Married": 0.867, "Civil marriage": 0.133}
    group = np.where(single, 1 + (facts.age > 19_500), 0)
    return pick_by(draw, APPLICATION, "NAME_FAMILY_STATUS", group, (pair, alone, old))


def _housing(draw: Draw, years: Floats) -> NDArray[np.int16]:
    young = {**shares.HOUSING, "With parents": 0.17, "Rented apartment": 0.04}
    group = (years < 30).astype(np.int16)
    return pick_by(draw, APPLICATION, "NAME_HOUSING_TYPE", group, (shares.HOUSING, young))


def _work(draw: Draw, traits: Traits, facts: Facts) -> Values:
    size = len(facts)
    kind = _words(draw, "NAME_INCOME_TYPE", shares.INCOME_TYPES, size)
    jobless = facts.pensioner & draw.chance(0.0004, size)
    kind[facts.pensioner] = code(APPLICATION, "NAME_INCOME_TYPE", "Pensioner")
    kind[jobless] = code(APPLICATION, "NAME_INCOME_TYPE", "Unemployed")
    organization = _words(draw, "ORGANIZATION_TYPE", shares.ORGANIZATION, size)
    organization[facts.pensioner] = code(APPLICATION, "ORGANIZATION_TYPE", "XNA")
    return {
        "NAME_INCOME_TYPE": kind,
        "DAYS_EMPLOYED": np.where(facts.pensioner, NEVER, -facts.employed),
        "FLAG_EMP_PHONE": ~facts.pensioner,
        "OCCUPATION_TYPE": _occupation(draw, traits, facts),
        "ORGANIZATION_TYPE": organization,
    }


SKILLED = ("Managers", "Core staff", "High skill tech staff", "Accountants", "IT staff", "HR staff")
MANUAL = ("Laborers", "Drivers", "Low-skill Laborers", "Security staff", "Cleaning staff")
OF_MEN = ("Drivers", "Laborers", "Security staff", "Low-skill Laborers")


def _occupation(draw: Draw, traits: Traits, facts: Facts) -> NDArray[np.int16]:
    higher = facts.education + 0.5 * traits.ability > 1.9
    group = 2 * higher + facts.female
    tables = tuple(
        {
            word: share
            * ((1.8 if word in SKILLED else 1.0) if skilled else (0.75 if word in SKILLED else 1.0))
            * ((0.6 if word in MANUAL else 1.0) if skilled else 1.15)
            * ((0.45 if word in OF_MEN else 1.3) if woman else (2.0 if word in OF_MEN else 0.55))
            for word, share in shares.OCCUPATION.items()
        }
        for skilled in (False, True)
        for woman in (False, True)
    )
    codes = pick_by(draw, APPLICATION, "OCCUPATION_TYPE", group, tables)
    return np.where(facts.pensioner, MISSING, codes).astype(np.int16)


def _region(draw: Draw, facts: Facts) -> Values:
    size = len(facts)
    density = draw.normal(size)
    rating = 1 + ordered(mix((-0.6, density), noise=draw.normal(size)), (0.105, 0.738, 0.157))
    in_city = np.clip(rating - draw.chance(0.02, size) * (rating > 1), 1, 3)
    live, work = draw.chance(0.0151, size), draw.chance(0.045, size)
    live_city, work_city = draw.chance(0.078, size), draw.chance(0.19 * ~facts.pensioner, size)
    return {
        "REGION_POPULATION_RELATIVE": np.round(
            from_quantiles(np.round(density * 16) / 16, POPULATION), 6
        ),
        "REGION_RATING_CLIENT": rating,
        "REGION_RATING_CLIENT_W_CITY": in_city,
        "REG_REGION_NOT_LIVE_REGION": live,
        "REG_REGION_NOT_WORK_REGION": (live & draw.chance(0.3, size)) | work,
        "LIVE_REGION_NOT_WORK_REGION": work & draw.chance(0.88, size),
        "REG_CITY_NOT_LIVE_CITY": live_city,
        "REG_CITY_NOT_WORK_CITY": (live_city & draw.chance(0.6, size)) | work_city,
        "LIVE_CITY_NOT_WORK_CITY": work_city & draw.chance(0.96, size),
    }


def _scores(draw: Draw, traits: Traits, facts: Facts, has_bureau: Bools) -> Values:
    """Three agencies' readings of the traits; each sees another part, none sees all."""
    size = len(facts)
    age = ((facts.age - 16_000) / 4_360).astype(np.float32)
    first = mix(
        (0.36, traits.ability), (0.28, traits.willingness), (0.50, age), noise=draw.normal(size)
    )
    second = mix((0.28, traits.ability), (0.46, traits.willingness), noise=draw.normal(size))
    third = mix(
        (0.17, traits.ability),
        (0.40, traits.willingness),
        (-0.28, traits.shock),
        (0.12, age),
        noise=draw.normal(size),
    )
    return {
        "EXT_SOURCE_1": _read(draw, first, EXT_1, 0.564 - 0.13 * facts.drift),
        "EXT_SOURCE_2": _read(draw, second, EXT_2, 0.0021),
        "EXT_SOURCE_3": _read(
            draw, np.round(third * 125) / 125, EXT_3, np.where(has_bureau, 0.11, 0.73)
        ),
    }


def _read(
    draw: Draw, score: Floats, quantiles: tuple[float, ...], missing: float | Floats
) -> Floats:
    reading = from_quantiles(score, quantiles)
    return np.where(draw.chance(missing, len(score)), np.nan, reading)


def _circle(draw: Draw, traits: Traits) -> Values:
    size = len(traits)
    unknown = draw.chance(0.0033, size)
    seen = np.where(draw.chance(0.535, size), 0, 1 + draw.stream.geometric(0.36, size) - 1)
    seen = np.minimum(seen, 30)
    worse = 0.055 * np.exp(-0.25 * traits.willingness)
    late = draw.stream.binomial(seen, np.clip(worse, 0, 0.6)) + draw.chance(0.055, size) * (
        seen > 0
    )
    late = np.minimum(late, seen)
    later = draw.stream.binomial(late, 0.72)
    seen_60 = np.maximum(seen - draw.chance(0.01, size), later)
    columns = {"OBS_30": seen, "DEF_30": late, "OBS_60": seen_60, "DEF_60": later}
    return {
        f"{name}_CNT_SOCIAL_CIRCLE": np.where(unknown, np.nan, values)
        for name, values in columns.items()
    }


def _papers(draw: Draw, facts: Facts) -> Values:
    size = len(facts)
    change = np.rint(from_quantiles(draw.normal(size) + 0.1 * facts.drift, PHONE_CHANGE))
    flags = {name: draw.chance(share, size) for name, share in FLAG_SHARES.items()}
    papers = {
        f"FLAG_DOCUMENT_{number}": draw.chance(share, size)
        for number, share in DOCUMENT_SHARES.items()
    }
    pension = facts.pensioner & ~facts.revolving & draw.chance(0.5, size)
    wealthy = np.clip(0.085 + 0.05 * np.log(facts.income / 148000), 0, 1) * ~facts.pensioner
    eighth = draw.chance(wealthy, size) & ~facts.revolving
    third = ~facts.revolving & ~pension & ~eighth & draw.chance(0.95, size)
    return {
        **flags,
        **papers,
        "FLAG_MOBIL": np.ones(size),
        "FLAG_EMAIL": draw.chance(0.0567 + 0.1 * facts.drift, size),
        "DAYS_LAST_PHONE_CHANGE": -change,
        "FLAG_DOCUMENT_3": third,
        "FLAG_DOCUMENT_6": pension,
        "FLAG_DOCUMENT_8": eighth,
    }


def _enquiries(draw: Draw, traits: Traits, facts: Facts, has_bureau: Bools) -> Values:
    size = len(facts)
    unknown = draw.chance(np.where(has_bureau, 0.06, 0.59), size)
    urge = np.exp(0.22 * traits.shock - 0.12 * traits.willingness - 0.03)
    return {
        f"AMT_REQ_CREDIT_BUREAU_{window}": np.where(
            unknown, np.nan, draw.stream.poisson(_enquiry_mean(window, facts) * urge)
        )
        for window in ENQUIRY_MEANS
    }


def _enquiry_mean(window: str, facts: Facts) -> Floats:
    return np.asarray(ENQUIRY_MEANS[window] * np.exp(ENQUIRY_DRIFT.get(window, 0.0) * facts.drift))

"""What a person reads about a proposal."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairscore.contract import CreditFile, Proposal
from clairscore.decision.bundle import Bundle
from clairscore.decision.decide import decide
from clairscore.decision.narrative import narrate
from clairscore.decision.sentences import distance_sentence, risk_sentence
from clairscore.decision.sources import load_sources
from clairscore.decision.telling import Line, Register, Section, Teller, as_markdown
from clairscore.decision.wording import Style
from clairscore.i18n import LANGUAGES, Lang
from tests.decision import people
from tests.decision.people import with_policy
from tests.test_locales import FORBIDDEN


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def teller(bundle: Bundle, lang: Lang = "fr") -> Teller:
    return Teller(Style.of(lang, None), bundle.catalogue.by_name, load_sources())


def words(sections: tuple[Section, ...]) -> str:
    lines = [text for s in sections for text in (s.title, *(line.text for line in s.lines))]
    return plain("\n".join(lines))


def test_the_sentence_that_says_the_risk() -> None:
    expected = (
        "Sur 100 dossiers ayant le même niveau de risque, environ 13 ont connu des difficultés de"
        " paiement ; la limite est 9."
    )
    assert plain(risk_sentence(0.1315, 1 / 11, "fr")) == expected
    assert risk_sentence(0.1315, 1 / 11, "en") == (
        "Of 100 applications at the same level of risk, about 13 had payment difficulties;"
        " the limit is 9."
    )


@pytest.mark.parametrize(
    ("probability", "cut_off", "told"),
    [
        (0.0003, 1 / 11, "moins de 1 a connu"),
        (0.0099, 1 / 11, "moins de 1 a connu"),
        (0.0101, 1 / 11, "environ 1 a connu"),
        (0.0149, 1 / 11, "environ 1 a connu"),
        (0.0151, 1 / 11, "environ 2 ont connu"),
        (0.092, 1 / 11, "environ 9,2 ont connu des difficultés de paiement ; la limite est 9,1."),
        (0.089, 1 / 11, "environ 8,9 ont connu des difficultés de paiement ; la limite est 9,1."),
        (
            0.0911,
            1 / 11,
            "environ 9,11 ont connu des difficultés de paiement ; la limite est 9,09.",
        ),
        (0.085, 1 / 11, "environ 8 ont connu des difficultés de paiement ; la limite est 9."),
        (0.0004, 0.008, "environ 0,04 a connu des difficultés de paiement ; la limite est 0,8."),
        (0.997, 1 / 11, "environ 100 ont connu"),
        (0.25, 0.25, "environ 25 ont connu des difficultés de paiement ; la limite est 25."),
    ],
)
def test_rounding(probability: float, cut_off: float, told: str) -> None:
    assert told in plain(risk_sentence(probability, cut_off, "fr"))


@given(st.floats(0.0005, 0.9995), st.floats(0.0105, 0.9))
def test_the_rounded_sentence_never_contradicts_the_verdict(pd: float, cut_off: float) -> None:
    if abs(pd - cut_off) < 2e-6:
        return
    text = risk_sentence(pd, cut_off, "en")
    count, limit = (
        float(found.replace(",", ""))
        for found in re.findall(r"(?:about|fewer than|is) ([\d.]+\d|\d)", text)
    )
    if "fewer" in text:
        assert pd < cut_off
    else:
        assert (count < limit) == (pd < cut_off)
        assert (count > limit) == (pd > cut_off)


@pytest.mark.parametrize(
    ("distance", "told"),
    [
        (0.042, "au-dessus de la limite, avec un écart de 4,2 points sur 100."),
        (-0.031, "sous la limite, avec une marge de 3,1 points sur 100."),
        (0.0104, "au-dessus de la limite, avec un écart de 1 point sur 100."),
        (-0.0002, "marge de moins de 0,1 point sur 100."),
        (0.0, "exactement à la limite."),
    ],
)
def test_the_distance_in_points_of_a_hundred(distance: float, told: str) -> None:
    assert plain(distance_sentence(distance, "fr")).endswith(told)


def test_the_headline_says_what_is_proposed_and_who_decides(model: Bundle) -> None:
    refused = decide(with_policy(model, cut_off=1e-6, rules=()), people.one())
    text = words(narrate(refused, teller(model)))
    assert text.startswith("Proposition : crédit refusé\n")
    assert "une personne l'examine et décide" in text
    granted = decide(with_policy(model, cut_off=0.9, rules=()), people.one())
    text = words(narrate(granted, teller(model)))
    assert text.startswith("Proposition : crédit accordé\n")
    assert "sous réserve des justificatifs" in text


def test_a_referral_says_its_cause_and_still_shows_the_class_at_the_cut_off(model: Bundle) -> None:
    file = people.one(AMT_ANNUITY=90_000, AMT_INCOME_TOTAL=200_000)
    text = words(narrate(decide(with_policy(model, cut_off=0.9), file), teller(model)))
    assert text.startswith("Dossier à étudier par un conseiller\n")
    assert "Au seuil d'octroi, le calcul proposerait un crédit accordé." in text
    assert "La mensualité représente 45 % des revenus déclarés ; au-delà de 35 %" in text
    assert "vient d'une règle de l'établissement" in text


@pytest.mark.parametrize("register", get_args(Register))
def test_an_absence_that_training_never_met_is_told_in_both_registers(
    model: Bundle, register: Register
) -> None:
    proposal = decide(people.patient(model), people.one(DAYS_BIRTH=None))
    french, english = (
        words(narrate(proposal, teller(model, lang), register)) for lang in ("fr", "en")
    )
    assert "dossiers de référence contiennent toujours, ou presque, manque ici" in french
    assert "is missing here: an adviser therefore studies the file" in english


def test_a_result_near_the_limit_advises_a_person(model: Bundle) -> None:
    proposal = decide(model, people.one())
    near = replace(proposal, distance=0.009)
    assert "l'avis d'une personne est conseillé" in words(narrate(near, teller(model)))
    assert "l'avis d'une personne" not in words(
        narrate(replace(near, distance=0.011), teller(model))
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_client_reads_no_jargon_and_no_figure_of_the_model(
    model: Bundle, proposals: list[Proposal], lang: Lang
) -> None:
    forbidden = re.compile(rf"\b({'|'.join(FORBIDDEN[lang])})(?!\w)", re.IGNORECASE)
    for proposal in proposals:
        text = words(narrate(proposal, teller(model, lang)))
        assert not forbidden.search(text)
        assert not any(name in text for name in model.features)
        assert "nan" not in text.lower().split()


def test_the_manager_reads_the_pd_and_every_themes_weight(
    model: Bundle, proposals: list[Proposal]
) -> None:
    for proposal in proposals[:5]:
        client = words(narrate(proposal, teller(model)))
        manager = words(narrate(proposal, teller(model), "manager"))
        assert manager.startswith(client)
        assert "Probabilité de difficultés de paiement : " in manager
        shown = re.findall(r" : ([+-]\d+,\d{4})\n", manager.partition("Poids de chaque thème")[2])
        *parts, total = (float(figure.replace(",", ".")) for figure in shown)
        assert len(parts) == len(proposal.themes) + 2
        assert sum(parts) == pytest.approx(total, abs=2e-4)


def test_the_validator_reads_every_feature_with_its_weight_and_what_it_reads(
    model: Bundle, proposals: list[Proposal]
) -> None:
    for proposal in proposals[:3]:
        told = narrate(proposal, teller(model), "validator")
        manager = narrate(proposal, teller(model), "manager")
        assert told[: len(manager)] == manager
        names = {theme.theme for theme in proposal.themes}
        last = [one for one in told if one.title.startswith("Toutes les variables")]
        assert 0 < len(last) <= len(names)
        lines = [line.text for section in last for line in section.lines]
        assert len(lines) == 2 * len(proposal.features)
        sources = " ".join(lines[1::2])
        assert all(f"{name}, calculée depuis " in sources for name in proposal.features)
        weights = [line.rpartition("\xa0: ")[2].replace(",", ".") for line in lines[::2]]
        total = proposal.base + sum(map(float, weights))
        assert total == pytest.approx(proposal.log_odds, abs=1e-4 * len(weights))


def test_an_empty_history_is_said_once(model: Bundle, proposals: list[Proposal]) -> None:
    for proposal in proposals:
        for reason in (*proposal.reasons_for, *proposal.reasons_against):
            if reason.basis == "missing":
                text = words(
                    narrate(
                        replace(proposal, reasons_for=(), reasons_against=(reason,)), teller(model)
                    )
                )
                assert "rien à ce sujet" not in text


def test_external_scores_name_their_provider_and_how_to_correct_them(
    model: Bundle, crowd: list[CreditFile]
) -> None:
    strict = with_policy(model, cut_off=0.02)
    led = next(p for p in (decide(strict, file) for file in crowd) if p.beyond_scores)
    text = words(narrate(led, teller(model)))
    assert "En dehors de ces évaluations, le motif le plus fort est «" in text
    assert "Agence Démo d'Évaluation" in text
    assert "Signalez l'erreur à cette adresse" in text
    assert re.search(
        r"À lui seul, il explique \d+ % de l'écart|Sans lui, le dossier serait sous", text
    )


def test_on_how_many_facts_the_result_rests(model: Bundle) -> None:
    proposal = replace(decide(model, people.one()), facts_used=97, facts_read=121)
    assert "repose sur 97 des 121 informations" in words(narrate(proposal, teller(model)))
    complete = replace(proposal, facts_used=121)
    assert "repose sur la totalité des 121 informations" in words(narrate(complete, teller(model)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_can_be_told_with_its_figures(model: Bundle, lang: Lang) -> None:
    files = (
        people.one(DAYS_BIRTH=-5_000, AMT_INCOME_TOTAL=0),
        people.one(AMT_CREDIT=9_000_000),
        people.one(AMT_ANNUITY=None, NAME_CONTRACT_TYPE=None),
        people.one(EXT_SOURCE_1=None, EXT_SOURCE_2=None, AMT_ANNUITY=155_000),
    )
    proposals = [decide(model, file) for file in files]
    told = {rule.code for proposal in proposals for rule in proposal.rules}
    assert len(told) == 9
    for proposal in proposals:
        text = words(narrate(proposal, teller(model, lang), "manager"))
        assert "{" not in text


def test_as_markdown_keeps_titles_lines_and_what_belongs_to_them() -> None:
    told = as_markdown(
        [Section("Pour", (Line("un thème"), Line("un fait", level=1))), Section("Contre", ())]
    )
    assert told == "**Pour**\n\n- un thème\n    - un fait\n\n**Contre**\n"

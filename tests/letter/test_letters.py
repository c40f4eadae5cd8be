"""What letters say, in which order, in both languages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clairscore.contract import Consultation, CreditFile, Outcome
from clairscore.decision.bundle import Bundle
from clairscore.decision.changes_told import change_text
from clairscore.decision.decide import decide
from clairscore.decision.facts_told import facts_told
from clairscore.decision.history import loans_of
from clairscore.decision.lifecycle.grounds import GroundCode
from clairscore.decision.lifecycle.review import ReviewOutcome
from clairscore.decision.policy import Policy
from clairscore.decision.recourse import recourses
from clairscore.decision.sentences import risk_sentence
from clairscore.errors import BadSetting
from clairscore.i18n import LANGUAGES, Lang, day, t
from clairscore.letter.addresses import load_addresses
from clairscore.letter.content import Content
from clairscore.letter.decided import Decided
from clairscore.letter.decision_letter import Writer, decision_letter
from clairscore.letter.notice import VERSION, notice
from clairscore.letter.own_data import Asked, OwnData, Told, own_data
from clairscore.letter.page import page
from clairscore.letter.receipt import REQUESTS, Received, receipt
from tests.decision import people
from tests.letter.conftest import ON, Make, ruled
from tests.test_locales import FORBIDDEN

Decisions = dict[Outcome, Decided]
In = Callable[[Lang], Writer]


def text_of(content: Content) -> str:
    parts = [*content.about, *content.lead]
    for part in content.parts:
        parts += [part.title, *part.before, *part.after]
        parts += [text for item in part.items for text in (item.text, *item.below)]
    return "\n".join([content.title, *parts]).replace("\u202f", " ").replace("\xa0", " ")


def titles(content: Content) -> list[str]:
    return [part.title for part in content.parts]


def every(decisions: Decisions, writer: Writer) -> list[Content]:
    """Every kind of letter."""
    received = [Received("r-1", 100_001, kind, ON, date(2026, 12, 20)) for kind in REQUESTS]
    return [
        *(decision_letter(decided, writer) for decided in decisions.values()),
        notice(writer.policy, writer.addresses, writer.teller),
        *(receipt(each, writer.addresses, writer.teller) for each in received),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_tells_its_parts_in_the_order_that_a_lender_owes(
    decisions: Decisions, writer_in: In, lang: Lang
) -> None:
    told = decision_letter(decisions["refused"], writer_in(lang))
    keys = (
        "letter.automated.title",
        "letter.reasons.title",
        "letter.consulted.title",
        "recourse.title",
        "letter.correction.title",
        "letter.rights.title",
        "letter.advice.title",
        "letter.complaints.title",
        "letter.contact.title",
    )
    assert titles(told) == [t(key, lang) for key in keys]
    assert day(ON, lang) in told.lead[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_letter_uses_a_clients_forbidden_words_or_leaves_a_place_open(
    decisions: Decisions, writer_in: In, lang: Lang
) -> None:
    forbidden = re.compile(rf"\b({'|'.join(FORBIDDEN[lang])})(?!\w)", re.IGNORECASE)
    for content in every(decisions, writer_in(lang)):
        text = text_of(content)
        assert not forbidden.search(text)
        assert "{" not in text
        assert "None" not in text


def test_the_letter_says_the_risk_and_who_decided(decisions: Decisions, writer_in: In) -> None:
    decided = decisions["refused"]
    proposal = decided.record.proposal
    text = text_of(decision_letter(decided, writer_in("en")))
    assert risk_sentence(proposal.probability, proposal.cut_off, "en") in text
    assert "A person of our company then looked at the result" in text
    alone = replace(decided, by_person=False)
    assert "without study by a person" in text_of(decision_letter(alone, writer_in("en")))


def test_reasons_are_those_of_the_record_strongest_first(
    decisions: Decisions, writer_in: In
) -> None:
    decided = decisions["refused"]
    told = decision_letter(decided, writer_in("fr"))
    reasons = next(part for part in told.parts if part.title == "Les principaux motifs")
    themes = [reason.theme for reason in decided.record.proposal.reasons_against]
    assert [item.text for item in reasons.items] == [
        t(f"reason.{theme}.against", "fr")
        if decided.record.proposal.reasons_against[at].basis == "value"
        else t(f"reason.{theme}.missing_against", "fr")
        for at, theme in enumerate(themes)
    ]


def test_a_person_who_departs_gives_his_own_reason_and_not_the_models(
    decisions: Decisions, writer_in: In
) -> None:
    ground: GroundCode = "documents_inconsistent"
    against = replace(decisions["granted"], outcome="refused", by_person=True, ground=ground)
    assert against.departs
    told = decision_letter(against, writer_in("fr"))
    reasons = next(part for part in told.parts if part.title == "Les principaux motifs")
    assert [item.text for item in reasons.items] == ["Justificatifs incohérents avec le dossier."]
    assert "s'est écartée" in text_of(told)
    sought = decision_letter(replace(against, changes=()), writer_in("fr"))
    assert t("recourse.title", "fr") not in titles(sought)


def test_a_rule_that_refuses_is_the_reason(decided_of: Make, writer_in: In) -> None:
    young = decided_of(people.one(DAYS_BIRTH=-5_000))
    text = text_of(decision_letter(young, writer_in("fr")))
    assert "ne peut être accordé qu'à partir de 18 ans" in text
    assert "L'une de ces règles ne permet pas" in text
    assert "Sur 100 dossiers" not in text


def test_age_that_counted_is_said(decisions: Decisions, writer_in: In) -> None:
    decided = decisions["refused"]
    proposal = replace(decided.record.proposal, causes=("age",), outcome="referred")
    counted = replace(decided, record=replace(decided.record, proposal=proposal))
    assert "Votre âge a compté" in text_of(decision_letter(counted, writer_in("fr")))


@pytest.mark.parametrize(
    ("consultation", "told"),
    [
        (None, "il n'a pas été consulté"),
        (Consultation("absent"), "il n'a pas été consulté"),
        (Consultation("clear", date(2026, 11, 18)), "18 novembre 2026 : aucune inscription"),
        (Consultation("listed", date(2026, 11, 18)), "contient une inscription à votre nom"),
        (Consultation("clear"), "(FICP) : aucune inscription"),
    ],
)
def test_what_the_register_answered_is_told(
    decisions: Decisions, writer_in: In, consultation: Consultation | None, told: str
) -> None:
    decided = ruled(decisions["refused"], consultation)
    assert told in text_of(decision_letter(decided, writer_in("fr")))


def test_outside_organisations_are_named_with_what_they_answered(
    decided_of: Make, writer_in: In
) -> None:
    known = decided_of(people.one(EXT_SOURCE_1=None, EXT_SOURCE_2=0.25))
    text = text_of(decision_letter(known, writer_in("fr")))
    assert "Agence Démo d'Évaluation Un, 1 rue de l'Exemple, 75000 Paris\nAucune éval" in text
    assert "Deuxième évaluation extérieure : 0,25 sur 1" in text
    assert "Signalez l'erreur à cette adresse" in text


def test_advice_on_debt_stands_in_a_frame_where_debts_weigh_most(
    decisions: Decisions, writer_in: In
) -> None:
    decided = decisions["refused"]
    proposal = decided.record.proposal
    for theme, prominent in (("credits_elsewhere", True), ("external_scores", False)):
        first = replace(proposal.reasons_against[0], theme=theme)
        leading = replace(proposal, reasons_against=(first,), rules=(), beyond_scores=None)
        told = decision_letter(
            replace(decided, record=replace(decided.record, proposal=leading)), writer_in("fr")
        )
        advice = next(part for part in told.parts if part.title.startswith("Des conseils"))
        assert advice.prominent is prominent


def test_a_review_can_be_asked_for_until_a_day_and_is_answered_in_ten_working_days(
    decisions: Decisions, writer_in: In
) -> None:
    text = text_of(decision_letter(decisions["refused"], writer_in("fr")))
    assert "jusqu'au 19 janvier 2027" in text
    assert "dans les 10 jours ouvrés" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_agreement_is_one_in_principle_subject_to_documents(
    decisions: Decisions, writer_in: In, lang: Lang
) -> None:
    text = text_of(decision_letter(decisions["granted"], writer_in(lang)))
    words = {
        "fr": ("accord de principe", "sous réserve des justificatifs"),
        "en": ("agreement in principle", "subject to supporting documents"),
    }[lang]
    assert all(each in text for each in words)
    assert t("letter.advice.title", lang) not in text


def test_a_file_that_is_studied_says_until_when_it_is_answered(
    decisions: Decisions, writer_in: In
) -> None:
    text = text_of(decision_letter(decisions["referred"], writer_in("fr")))
    assert "au plus tard le 4 décembre 2026" in text
    assert "Aucune décision n'est encore prise" in text
    assert "Les principaux motifs" not in text


def test_changes_that_were_not_sought_are_not_spoken_of(
    decisions: Decisions, writer_in: In
) -> None:
    unsought = replace(decisions["refused"], changes=None)
    none = replace(decisions["refused"], changes=())
    title = t("recourse.title", "fr")
    assert title not in titles(decision_letter(unsought, writer_in("fr")))
    assert t("recourse.none", "fr").replace("\xa0", " ") in text_of(
        decision_letter(none, writer_in("fr"))
    )


def test_what_could_change_a_refusal_is_told_way_by_way(
    crowd: list[CreditFile], lender: Bundle, decided_of: Make, writer_in: In
) -> None:
    """Of a file that was referred, which a person then refuses as the score did."""
    referred = (
        (decided_of(file), ways)
        for file in crowd
        if (proposal := decide(lender, file)).outcome == "referred"
        and proposal.verdict == "refused"
        and (ways := recourses(lender, file))
    )
    decided, ways = next(referred)
    refused = replace(decided, outcome="refused", by_person=True, changes=ways, answer_by=None)
    told = decision_letter(refused, writer_in("fr"))
    (part,) = (part for part in told.parts if part.title == t("recourse.title", "fr"))
    style = writer_in("fr").teller.style
    assert len(part.items) == len(ways) > 0
    for item, way in zip(part.items, ways, strict=True):
        words = change_text(way, refused.offer, style)
        assert words.startswith(item.text)
    assert part.after == (t("recourse.verified", "fr"),)


@pytest.mark.parametrize(("review", "word"), [("upheld", "maintenu"), ("changed", "modifié")])
def test_after_a_review_the_letter_says_how_it_ended_and_offers_no_second_one(
    decisions: Decisions, writer_in: In, review: ReviewOutcome, word: str
) -> None:
    for outcome in ("refused", "granted"):
        told = decision_letter(replace(decisions[outcome], review=review), writer_in("fr"))
        assert f"Le 20 novembre 2026, elle a {word} la décision" in told.lead[0]
        assert "{" not in text_of(told)
        assert "réexamine votre dossier" not in text_of(told)


def test_the_notice_names_every_fact_that_the_calculation_may_not_read(
    lender: Bundle, writer_in: In
) -> None:
    writer = writer_in("fr")
    text = text_of(notice(Policy(), writer.addresses, writer.teller))
    for word in ("Sexe", "Situation familiale", "Nombre d'enfants"):
        assert f"\n{word}\n" in text
    assert f"version {VERSION}" in text


def test_the_notice_says_who_may_decide(writer_in: In) -> None:
    writer = writer_in("fr")
    cautious = Policy(automatic_grant=False, automatic_refusal=False)
    text = text_of(notice(cautious, writer.addresses, writer.teller))
    assert "une personne le confirme" in text
    assert "c'est toujours une personne qui le décide" in text


def test_a_changed_notice_needs_a_new_version(writer_in: In) -> None:
    """The record names the version that a person was shown: its words never change under it."""
    told = "".join(
        text_of(notice(Policy(), writer_in(lang).addresses, writer_in(lang).teller))
        for lang in LANGUAGES
    )
    found = (VERSION, hashlib.sha256(told.encode()).hexdigest()[:16])
    pinned = ("1", "1dfb0c6bd61f4f21")
    assert found == pinned, "the notice changed: raise VERSION and pin its digest here"


@pytest.mark.parametrize("kind", REQUESTS)
def test_a_receipt_says_what_was_asked_and_until_when_it_is_answered(
    writer_in: In, kind: str
) -> None:
    writer = writer_in("fr")
    received = Received("r-1", 100_001, kind, ON, date(2026, 12, 20))  # type: ignore[arg-type]
    text = text_of(receipt(received, writer.addresses, writer.teller))
    assert t(f"letter.receipt.{kind}.what", "fr").replace("\xa0", " ") in text
    assert "au plus tard le 20 décembre 2026" in text


def test_text_of_persons_and_addresses_cannot_break_the_page(
    decisions: Decisions, writer_in: In
) -> None:
    content = decision_letter(decisions["refused"], writer_in("fr"))
    hostile = replace(content, title="<script>alert(1)</script>")
    made = page(hostile, load_addresses(), "fr", ON)
    assert "<script>" not in made
    assert "&lt;script&gt;" in made


def test_addresses_with_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "addresses.toml"
    path.write_text('[lender]\nname = "A"\n')
    with pytest.raises(BadSetting, match=r"lender\.lines.*\n(.*\n)*.*debt_advice"):
        load_addresses(path)
    with pytest.raises(BadSetting, match="cannot be read"):
        load_addresses(tmp_path / "absent.toml")


def test_every_letter_of_a_crowd_can_be_written(
    crowd: list[CreditFile], decided_of: Make, writer_in: In
) -> None:
    for at, file in enumerate(crowd[:24]):
        lang = LANGUAGES[at % 2]
        made = page(decision_letter(decided_of(file), writer_in(lang)), load_addresses(), lang, ON)
        assert made.count("<h1>") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ones_own_data_are_told_by_what_they_serve_for(
    lender: Bundle, crowd: list[CreditFile], writer_in: In, lang: Lang
) -> None:
    writer = writer_in(lang)
    for file in crowd[:6]:
        facts = facts_told(lender, file, writer.teller.sources, writer.teller.style)
        own = OwnData(
            client=file.client,
            as_of=ON,
            facts=facts,
            loans=loans_of(file),
            decisions=[Told("a-1", "refused", ON)],
            requests=[Asked("erasure", ON, date(2026, 12, 20))],
        )
        text = text_of(own_data(own, writer.addresses, writer.teller))
        for fact in facts:
            told = f"{fact.label[:1].upper()}{fact.label[1:]}"
            known = t("word.fact", lang, description=told, value=fact.value)
            plain = known.replace("\u202f", " ").replace("\xa0", " ")
            assert (plain in text) == (fact.raw is not None)
        assert "{" not in text

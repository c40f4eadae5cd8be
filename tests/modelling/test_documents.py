"""The evidence documents: every number from a record, accessible pages, tagged PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from clairscore.data.synthetic import KAGGLE_CLIENTS
from clairscore.decision.bundle import Bundle, load, trusted_keys
from clairscore.errors import BadInput
from clairscore.i18n import Lang
from clairscore.letter.pdf import pdf_of
from clairscore.modelling.documents import Records, Sources, read_records
from clairscore.modelling.documents.derived import decisions, simple
from clairscore.modelling.documents.evidence import Evidence
from clairscore.modelling.documents.page import EXPECTED, LANGUAGES, page
from clairscore.modelling.documents.pictures import example
from clairscore.modelling.documents.prose import Filters
from clairscore.modelling.documents.record import read
from clairscore.modelling.documents.worth import Exclusions
from clairscore.modelling.figures import LEAK_AUC, NEAR_CUT_OFF, Answers, figures
from tests.conftest import Ran, clairscore

PAGES = [(document, lang) for document, languages in LANGUAGES.items() for lang in languages]
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Reader(HTMLParser):
    """A page taken apart: numbers with their texts, words outside figures, tags, references."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.numbers: list[tuple[float, str]] = []
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "data":
            self.numbers.append((float(dict(attrs)["value"] or "nan"), ""))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class")))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        inside = {tag for tag, _ in self.open} | {kind for _, kind in self.open}
        if "data" in inside and "figure" not in inside:
            value, text = self.numbers[-1]
            self.numbers[-1] = (value, text + data)
        elif not {"style", "figure", "code", "pre", "title", "names"} & inside:
            self.words.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.fixture(scope="module")
def bundle(tiny_bundles: Path) -> Bundle:
    folder = next(path for path in tiny_bundles.iterdir() if path.is_dir())
    return load(folder, trusted_keys(tiny_bundles.parent / "clairscore-signing.key.pub"))


@pytest.fixture(scope="module")
def records(bundle: Bundle, tiny_bundles: Path) -> Records:
    return read_records(bundle, Sources(run=tiny_bundles / f"{bundle.id}.run.json"))


@pytest.fixture(scope="module")
def full(
    bundle: Bundle, tiny_bundles: Path, tiny_folder: Path, tiny_evidence: Ran, tmp_path_factory
) -> Records:
    """The records with everything that other commands measure."""
    assert tiny_evidence.code == 0, tiny_evidence.err
    places = tmp_path_factory.mktemp("records")
    written = {
        "comparison": written_comparison(tiny_evidence.json),
        "exclusions": written_exclusions(),
        "ladder": [{"key": "ladder-histories-step-a-over-raw", **LADDER}],
    }
    for name, record in written.items():
        (places / f"{name}.json").write_text(json.dumps(record))
    return read_records(
        bundle,
        Sources(
            run=tiny_bundles / f"{bundle.id}.run.json",
            data=tiny_folder,
            evidence=tiny_folder.parent / "evidence.json",
            **{name: places / f"{name}.json" for name in written},
        ),
    )


@pytest.fixture(scope="module")
def full_pages(full: Records) -> dict[tuple[str, Lang], str]:
    return {(document, lang): page(document, full, lang) for document, lang in PAGES}


@pytest.fixture(scope="module")
def pages(records: Records) -> dict[tuple[str, Lang], str]:
    return {(document, lang): page(document, records, lang) for document, lang in PAGES}


def between(value: float, half: float) -> dict[str, object]:
    return {
        "value": value,
        "low": value - half,
        "high": value + half,
        "method": "invented",
        "level": 0.95,
    }


GAP = {
    "against": "served",
    "auc": between(-0.01, 0.002),
    "auc_over_folds": between(-0.01, 0.003),
    "cost_per_1000": between(12.0, 5.0),
    "cost_share_of_grant_all": between(0.02, 0.01),
}
LADDER = {"step": "step-a", "against": "raw", "features": 9, "clients": 777, "gain": GAP}


def written_exclusions() -> dict[str, object]:
    item = {
        "item": "sex",
        "change": "added",
        "features": 1,
        "difference": GAP,
        "decisions": {"refusals": between(0.04, 0.01)},
    }
    return {
        "catalogue": "plain",
        "folds": 5,
        "seeds": 3,
        "data": {},
        "noise": {"refusals": between(0.05, 0.01)},
        "items": [item, {**item, "item": "age"}],
    }


def written_comparison(evidence: dict[str, Any]) -> dict[str, object]:
    """Three candidates with the evidence's own figures, and one treatment."""
    standing = {
        "group": "learner",
        "figures": evidence["out_of_fold"]["figures"],
        "accuracy": {"at_cut_off": between(0.75, 0.01), "at_half": between(0.92, 0.01)},
        "effort": {
            "fit_seconds": 1.25,
            "search_seconds": 9.5,
            "predict_microseconds": 7.5,
            "peak_memory_mb": None,
        },
    }
    reliable = {
        "predicted": 0.39,
        "observed": 0.08,
        "slope": between(0.7, 0.1),
        "calibration_error": 0.3,
        "granted_share": between(0.1, 0.01),
        "cost_per_1000": between(900.0, 20.0),
    }
    treated = {"learner": "lightgbm", "auc": between(0.7, 0.02), "difference": GAP}
    return {
        "catalogue": "plain",
        "features": 321,
        "clients": 1234,
        "difficulties": 98,
        "folds": 5,
        "seed": 20,
        "candidates": [
            {**standing, "candidate": "served", "difference": None},
            {**standing, "candidate": "dummy", "difference": GAP},
            {
                **standing,
                "candidate": "catboost",
                "difference": {**GAP, "cost_per_1000": between(1.5, 4.0)},
            },
        ],
        "imbalance": [
            {**treated, "treatment": "none", "before": reliable, "after": reliable},
            {**treated, "treatment": "smote", "before": reliable, "after": reliable},
        ],
        "data": {},
        "machine": {"cores": 2},
    }


def leaves(found: object) -> Iterator[float]:
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list | tuple):
        for each in found:
            yield from leaves(each)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield float(found)


def followed(records: Records) -> set[float]:
    """Every number of the records, and what the documents may derive from them."""
    card, bundle = records.card, records.bundle
    oof, policy = card.out_of_fold, bundle.policy
    known = set(leaves(json.loads(json.dumps(dict(bundle.card)))))
    known |= set(leaves(policy.model_dump(mode="json")))
    known |= {float(len(members)) for members in themes(records).values()}
    total = sum(each.strength for each in card.importance)
    known |= {sum(members) / total for members in themes(records).values()}
    known |= {(f.auc.high - f.auc.low) / 2 for f in (oof, card.test)}
    known.add(card.clients.training_difficulties / card.clients.training)
    alone, decided = simple(oof, policy.cost_ratio), decisions(oof, policy.cost_ratio)
    known |= {alone.rate, alone.grant_all, alone.refuse_all, alone.accuracy, decided.accuracy}
    known |= {decided.granted_bad, decided.refused_good, decided.refused_bad, decided.detected}
    known |= {float(card.clients.training + card.clients.test), *EXPECTED, *NEAR_CUT_OFF, LEAK_AUC}
    known |= {float(max(card.rounds.folds)), float(min(card.rounds.folds)), KAGGLE_CLIENTS}
    shown = example(bundle)
    known |= {shown.probability, shown.cut_off}
    assert records.run is not None
    known |= {sum(records.run.seconds.values()), records.run.peak_memory_mb}
    for record in (records.evidence, records.comparison, records.exclusions, records.ladder):
        known |= set(leaves(record.model_dump(mode="json"))) if record else set()
    if records.comparison:
        known.add(float(len(records.comparison.learners())))
    return known


def strange(numbers: list[tuple[float, str]], known: set[float]) -> list[tuple[float, str]]:
    """The numbers that are none of the known ones, by a part in 10**12."""
    each = np.array([value for value, _ in numbers])
    by_size = np.array(sorted(value for value in known if np.isfinite(value)))
    at = np.searchsorted(by_size, each).clip(1, len(by_size) - 1)
    near = np.where(each - by_size[at - 1] < by_size[at] - each, by_size[at - 1], by_size[at])
    same = np.isclose(each, near, rtol=1e-12, atol=1e-12)  # as pytest.approx holds them alike
    return [number for number, found in zip(numbers, same, strict=True) if not found]


def themes(records: Records) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for each in records.card.importance:
        found.setdefault(each.theme, []).append(each.strength)
    return found


@pytest.mark.parametrize(("document", "lang"), PAGES)
def test_every_number_is_one_of_the_records(
    document: str, lang: Lang, pages: dict[tuple[str, Lang], str], records: Records
) -> None:
    numbers = Reader(pages[document, lang]).numbers
    assert len(numbers) > 30
    assert not strange(numbers, followed(records))


@pytest.mark.parametrize(("document", "lang"), PAGES)
def test_every_number_is_one_of_the_records_where_all_are_given(
    document: str, lang: Lang, full_pages: dict[tuple[str, Lang], str], full: Records
) -> None:
    assert not strange(Reader(full_pages[document, lang]).numbers, followed(full))


def test_nothing_is_missing_where_every_record_is_given(
    full_pages: dict[tuple[str, Lang], str],
) -> None:
    for (document, _), text in full_pages.items():
        assert text.count('<p class="missing">') == (1 if document == "note" else 0)


def test_sentences_follow_the_intervals(full_pages: dict[tuple[str, Lang], str]) -> None:
    text = full_pages["note", "fr"]
    assert "Aucun candidat ne coûte moins que le modèle servi au-delà du hasard." in text
    assert "Pour CatBoost, l'intervalle de l'écart de coût contient zéro" in text
    assert "Dummy (accord à tous) coûte davantage." in text


@pytest.mark.parametrize(("document", "lang"), PAGES)
def test_a_number_is_written_as_its_value_rounds(
    document: str, lang: Lang, pages: dict[tuple[str, Lang], str]
) -> None:
    for value, text in Reader(pages[document, lang]).numbers:
        if not text:
            continue
        shown = re.sub(r"[^\d,.\-]", "", text)
        shown = shown.replace(",", ".") if lang == "fr" else shown.replace(",", "")
        digits = len(shown.partition(".")[2])
        scale = 100 if text.endswith("%") else 1
        assert float(shown) == pytest.approx(value * scale, abs=0.5001 * 10**-digits), text


STATED = {"10", "1", "0", "15", "22", "2023", "2225", "256"}
"""Digits of definitions, laws and SHA-256; results are never written by hand."""


@pytest.mark.parametrize(("document", "lang"), PAGES)
def test_no_result_is_written_by_hand(
    document: str, lang: Lang, pages: dict[tuple[str, Lang], str], records: Records
) -> None:
    reader = Reader(pages[document, lang])
    year, _, day = records.bundle.created[:10].split("-")
    words = re.sub(r"1[,\s]000|\bL[12]\b", "", " ".join(reader.words))
    assert set(re.findall(r"\d+", words)) - STATED - {year, str(int(day))} == set()


@pytest.mark.parametrize(("document", "lang"), PAGES)
def test_a_page_holds_everything_and_asks_for_nothing(
    document: str, lang: Lang, pages: dict[tuple[str, Lang], str]
) -> None:
    reader = Reader(pages[document, lang])
    assert not reader.all("script", "link", "img", "iframe")
    assert all(not str(a.get("href", "#")).startswith("http") for a in reader.all("a"))
    assert not re.search(r"url\((?!data:)", pages[document, lang])


@pytest.mark.parametrize(("document", "lang"), PAGES)
def test_a_page_can_be_read_without_seeing_it(
    document: str, lang: Lang, pages: dict[tuple[str, Lang], str]
) -> None:
    reader = Reader(pages[document, lang])
    assert reader.all("html") == [{"lang": lang}]
    assert len(reader.all("h1")) == 1
    assert len(reader.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in reader.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    figures_shown, drawn = reader.all("figure"), reader.all("svg")
    assert len(figures_shown) == len(drawn) == len(reader.all("figcaption"))
    assert all(each.get("role") == "img" and each.get("aria-label") for each in drawn)
    assert len(reader.all("details")) == len(drawn)
    assert all(each.get("scope") in ("col", "row") for each in reader.all("th"))


def test_both_languages_have_the_same_sections_figures_and_tables(
    pages: dict[tuple[str, Lang], str],
) -> None:
    for document, languages in LANGUAGES.items():
        shapes = [
            [
                tag
                for tag, _ in Reader(pages[document, lang]).tags
                if tag in ("h2", "figure", "table")
            ]
            for lang in languages
        ]
        assert all(shape == shapes[0] for shape in shapes)


def test_synthetic_data_are_told_before_anything_else(
    pages: dict[tuple[str, Lang], str], records: Records
) -> None:
    assert records.synthetic
    for (_, lang), text in pages.items():
        told = "DONNÉES SYNTHÉTIQUES" if lang == "fr" else "SYNTHETIC DATA"
        assert 0 < text.index(told) < text.index("<h2>")


def test_what_was_not_measured_is_said_with_its_command(
    pages: dict[tuple[str, Lang], str],
) -> None:
    assert pages["card", "fr"].count("Pas encore mesuré.") == 3
    for command in ("evidence", "compare", "exclusions"):
        assert f"clairscore {command}" in pages["note", "fr"]
        assert f"clairscore {command}" in pages["slides", "en"]


def test_there_are_at_most_thirty_slides(pages: dict[tuple[str, Lang], str]) -> None:
    for lang in LANGUAGES["slides"]:
        slides = [
            each
            for each in Reader(pages["slides", lang]).all("section")
            if each.get("class") == "slide"
        ]
        assert 15 <= len(slides) <= 30


@pytest.mark.slow
def test_every_slide_fits_its_page(full_pages: dict[tuple[str, Lang], str]) -> None:
    page = full_pages["slides", "fr"]
    slides = [each for each in Reader(page).all("section") if each.get("class") == "slide"]
    assert len(PdfReader(BytesIO(pdf_of(page))).pages) == len(slides)


def test_decisions_are_recovered_from_cost_and_share_granted() -> None:
    rng = np.random.default_rng(1)
    p = rng.beta(1, 11, 500)
    y = rng.random(500) < p
    found = decisions(figures(Answers.of_one(y, p), ratio=10.0, seed=1), 10.0)
    granted = p < 1 / 11
    assert (found.granted_bad, found.granted_good) == ((granted & y).sum(), (granted & ~y).sum())
    assert (found.refused_bad, found.refused_good) == ((~granted & y).sum(), (~granted & ~y).sum())
    assert found.accuracy == pytest.approx((granted != y).mean())


def test_the_card_is_a_tagged_pdf_with_title_and_language(tiny_card: Ran) -> None:
    assert tiny_card.code == 0, tiny_card.err
    for each in tiny_card.json["documents"]:
        pdf = PdfReader(each["pdf"])
        root = pdf.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == each["lang"]
        assert pdf.metadata is not None
        assert pdf.metadata.title
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid" in root["/Metadata"].get_data()
        assert len(pdf.pages) < 12


def test_the_pdf_says_the_numbers_of_the_page(tiny_card: Ran, records: Records) -> None:
    shown = {each["lang"]: each for each in tiny_card.json["documents"]}["fr"]
    text = re.sub(r"\s", "", "".join(p.extract_text() for p in PdfReader(shown["pdf"]).pages))
    numbers = [text for _, text in Reader(Path(shown["html"]).read_text()).numbers if text]
    assert not [each for each in numbers if re.sub(r"\s", "", each) not in text]


def test_other_data_than_the_trainings_are_refused(
    tiny_bundles: Path, tmp_path: Path, tiny_folder: Path
) -> None:
    other = tmp_path / "other"
    assert clairscore("data", "synth", other, "--clients", 30, "--seed", 9).code == 0
    ran = clairscore("card", "--bundle", tiny_bundles, "--data", other, "--out", tmp_path)
    assert ran.code == BadInput("").exit_code
    assert "found other bytes in" in ran.err


def test_a_figure_that_does_not_exist_is_a_dash(tmp_path: Path) -> None:
    nothing = {**between(0.0, 0.0), "value": None, "low": None, "high": None}
    file = tmp_path / "exclusions.json"
    file.write_text(json.dumps({**written_exclusions(), "noise": {"refusals": nothing}}))
    found = read(Exclusions, file, "exclusions")
    assert found.noise is not None
    assert Filters("fr").told(found.noise.refusals.value, "share") == "–"


def test_a_record_of_another_kind_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    file = tmp_path / "evidence.json"
    file.write_text('{"bundle": "a"}')
    with pytest.raises(BadInput, match=r"write the record again with `clairscore evidence`"):
        read(Evidence, file, "evidence")
    file.write_text("nothing")
    with pytest.raises(BadInput, match="found text that is not JSON"):
        read(Evidence, file, "evidence")

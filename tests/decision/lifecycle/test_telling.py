"""Every state, code and refusal has its words, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard, get_args

import pytest

import clairscore
from clairscore.decision.lifecycle.acquaintance import Acquaintance
from clairscore.decision.lifecycle.grounds import (
    FOR_GRANTING,
    FOR_REFUSING,
    GroundCode,
    require_words,
)
from clairscore.decision.lifecycle.keeping import ObstacleCode
from clairscore.decision.lifecycle.review import ReviewOutcome, ReviewState
from clairscore.decision.lifecycle.states import REACHES, State, Step
from clairscore.decision.lifecycle.telling import ground_text, state_text, told
from clairscore.errors import BadChoice, NotNow
from clairscore.i18n import LANGUAGES, Lang, catalogue
from clairscore.store.requests import RequestKind, RequestState

SOURCE = Path(clairscore.__file__).parent


def raised() -> Iterator[str]:
    """The codes that the source raises."""
    yield from (f"{step}_not_now" for step in get_args(Step))
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if raises_unfit(node):
                yield from codes(node.args[0])


def raises_unfit(node: ast.AST) -> TypeGuard[ast.Call]:
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return named and node.func.id in ("NotNow", "BadChoice")


def codes(argument: ast.expr) -> Iterator[str]:
    """One constant, or the two of a conditional; f-strings are the steps."""
    if isinstance(argument, ast.IfExp):
        yield from (*codes(argument.body), *codes(argument.orelse))
    if isinstance(argument, ast.Constant):
        yield str(argument.value)


def expected() -> set[str]:
    words = {f"lifecycle.state.{state}" for state in get_args(State)}
    words |= {f"lifecycle.acquaintance.{kind}" for kind in get_args(Acquaintance)}
    words |= {f"lifecycle.ground.{code}" for code in get_args(GroundCode)}
    words |= {f"lifecycle.obstacle.{code}" for code in get_args(ObstacleCode)}
    words |= {
        f"lifecycle.request.{name}" for name in (*get_args(RequestKind), *get_args(RequestState))
    }
    words |= {
        f"lifecycle.review.{name}" for name in (*get_args(ReviewState), *get_args(ReviewOutcome))
    }
    words |= {"lifecycle.actor.policy", "lifecycle.actor.unknown"}
    return words | {f"lifecycle.unfit.{code}" for code in raised()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_has_words_and_nothing_else_has(lang: Lang) -> None:
    assert expected() == {key for key in catalogue(lang) if key.startswith("lifecycle.")}


def test_every_state_and_code_is_used() -> None:
    assert set(REACHES) == set(get_args(State))
    assert {*FOR_GRANTING, *FOR_REFUSING} == set(get_args(GroundCode))


def test_a_refusal_says_what_stands_and_what_to_do() -> None:
    late = NotNow("proposal_expired", until="2026-12-20")
    assert told(late, "fr") == (
        "La proposition était valable jusqu'au 20 décembre 2026. Demandez une nouvelle évaluation."
    )
    early = NotNow("notify_not_now", state="referred")
    assert "file to be studied by an adviser" in told(early, "en")
    absent = BadChoice("ground_absent", expected="fact_wrong, other")
    assert "information du dossier inexacte et autre motif" in told(absent, "fr")


def test_states_and_codes_read_as_words() -> None:
    assert state_text("upheld", "fr") == "décision maintenue après réexamen"
    assert ground_text("debt_repaid", "en") == "loan repaid or put in order since"


def test_words_are_trimmed_and_bounded() -> None:
    assert require_words("  they said why  ") == "they said why"
    with pytest.raises(BadChoice, match="words"):
        require_words("word " * 500)

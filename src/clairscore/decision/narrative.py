"""What a proposal says to a person, in French or English: sections of lines, without any layout.

Three registers: the client's; the manager's, which adds figures; the validator's, which adds every
feature. The command line, the letter and the screens draw from the same texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from clairscore.contract import Fact, Proposal, Reason, RuleHit
from clairscore.data.schema import APPLICATION
from clairscore.decision.every_feature import every_feature
from clairscore.decision.sentences import distance_sentence, risk_sentence
from clairscore.decision.telling import DIGITS, Line, Register, Section, Teller, Tone
from clairscore.decision.wording import Style, label, told_fact
from clairscore.i18n import Lang, day, known, listed, money, number, percent, sentence, signed, t

NEAR = 0.01
"""Distance to the limit, in probability, under which a person's opinion is advised."""


def narrate(
    proposal: Proposal, teller: Teller, register: Register = "client"
) -> tuple[Section, ...]:
    """The proposal told in sections; empty ones are left out."""
    sections = [
        headline(proposal, teller),
        rules(proposal, teller),
        causes(proposal, teller),
        reasons(proposal.reasons_against, "against", teller),
        reasons(proposal.reasons_for, "for", teller),
        scores(proposal, teller),
        basis(proposal, teller),
        Section(teller.t("title.reading"), (Line(teller.t("reading.how"), tone="muted"),)),
    ]
    if register != "client":
        sections += [figures(proposal, teller), themes(proposal, teller), record(proposal, teller)]
    if register == "validator":
        sections += every_feature(proposal, teller)
    return tuple(section for section in sections if section.lines)


def headline(proposal: Proposal, teller: Teller) -> Section:
    """What is proposed, the sentence that says the risk, the distance, and who decides."""
    lines = [risk_sentence(proposal.probability, proposal.cut_off, teller.lang)]
    lines.append(distance_sentence(proposal.distance, teller.lang))
    if abs(proposal.distance) < NEAR:
        lines.append(teller.t("distance.near"))
    if proposal.outcome != proposal.verdict:
        lines.append(teller.t(f"verdict.{proposal.verdict}"))
    lines.append(teller.t(f"decided.{proposal.decided_by}"))
    lines.append(teller.t("decided.automatic" if proposal.automatic else "decided.person"))
    return Section(teller.t(f"outcome.{proposal.outcome}"), tuple(map(Line, lines)))


def rules(proposal: Proposal, teller: Teller) -> Section:
    """The rules that fired, in words."""
    lines = tuple(Line(rule_text(hit, teller.style)) for hit in proposal.rules)
    return Section(teller.t("title.rules"), lines)


def rule_text(hit: RuleHit, style: Style) -> str:
    """What a rule that fired says, with its figures."""
    values = {name: _figure(hit.code, name, value, style) for name, value in hit.figures.items()}
    return t(f"rule.{hit.code}.text", style.lang, **values)


def causes(proposal: Proposal, teller: Teller) -> Section:
    """Why an adviser studies the file, beyond what the rules already say."""
    told = [cause for cause in proposal.causes if known(f"cause.{cause}", teller.lang)]
    lines = tuple(Line(teller.t(f"cause.{cause}")) for cause in told)
    return Section(teller.t("title.causes"), lines)


def reasons(chosen: Iterable[Reason], tone: Literal["against", "for"], teller: Teller) -> Section:
    """Reasons of one direction, each with its strongest facts."""
    lines = [line for reason in chosen for line in _reason(reason, tone, teller)]
    nothing = Line(teller.t(f"reasons.none_{tone}"), tone="muted")
    return Section(teller.t(f"title.{tone}"), tuple(lines) or (nothing,))


def reason_text(reason: Reason, lang: Lang) -> str:
    """The sentence of a reason, by theme, direction, and whether values or their absence weigh."""
    direction = "against" if reason.against else "for"
    form = f"missing_{direction}" if reason.basis == "missing" else direction
    return t(f"reason.{reason.theme}.{form}", lang)


def scores(proposal: Proposal, teller: Teller) -> Section:
    """Who supplies the outside scores, and in a refusal led by them what else counts most."""
    lines = [*beyond(proposal, teller), *_providers(proposal, teller)]
    return Section(teller.t("title.scores"), tuple(lines))


def basis(proposal: Proposal, teller: Teller) -> Section:
    """On how many facts the result rests."""
    read = number(proposal.facts_read, teller.lang)
    if proposal.facts_used == proposal.facts_read:
        text = teller.t("basis.complete", read=read)
    else:
        text = teller.t("basis.facts", used=number(proposal.facts_used, teller.lang), read=read)
    return Section(teller.t("title.basis"), (Line(text),))


def figures(proposal: Proposal, teller: Teller) -> Section:
    """The figures behind the sentence, for the manager, and what they mean."""
    told = {
        "probability": percent(proposal.probability, teller.lang, 2),
        "cut_off": percent(proposal.cut_off, teller.lang, 2),
        "distance": signed(proposal.log_odds_distance, teller.lang, DIGITS),
    }
    lines = [Line(teller.t(f"figures.{name}", value=value)) for name, value in told.items()]
    meaning = Line(teller.t("figures.meaning"), tone="muted")
    return Section(teller.t("title.figures"), (*lines, meaning))


def themes(proposal: Proposal, teller: Teller) -> Section:
    """Every theme's weight, from the common starting point to the total."""
    ranked = sorted(proposal.themes, key=lambda theme: -abs(theme.shown))
    lines = [
        Line(teller.t("figures.scale"), tone="muted"),
        _figure_line("base", proposal.base, teller),
    ]
    for theme in ranked:
        value, name = (
            signed(theme.shown, teller.lang, DIGITS),
            teller.t(f"theme.{theme.theme}.name"),
        )
        lines.append(Line(teller.t("figures.theme", name=name, value=value), 1, _tone(theme.shown)))
    lines.append(_figure_line("residual", proposal.residual, teller))
    lines.append(_figure_line("total", proposal.log_odds, teller))
    return Section(teller.t("title.themes"), tuple(lines))


def record(proposal: Proposal, teller: Teller) -> Section:
    """Which model and which policy made the proposal."""
    told = {
        "bundle": proposal.bundle or teller.t("record.unsaved"),
        "policy": proposal.policy,
        "features": proposal.features_version[:16],
    }
    if proposal.as_of is not None:
        told["as_of"] = day(proposal.as_of, teller.lang)
    lines = [
        Line(teller.t(f"record.{name}", value=value), tone="muted") for name, value in told.items()
    ]
    return Section(teller.t("title.record"), tuple(lines))


def _reason(reason: Reason, tone: Tone, teller: Teller) -> list[Line]:
    told = [fact for fact in reason.facts if not _unsaid(reason, fact, teller)]
    facts = [Line(_fact(fact, teller), level=1, tone="muted") for fact in told]
    return [Line(reason_text(reason, teller.lang), tone=tone), *facts]


def _unsaid(reason: Reason, fact: Fact, teller: Teller) -> bool:
    """An empty history is said once, by the reason's own sentence."""
    own = teller.features[fact.feature].source == APPLICATION
    return reason.basis == "missing" and fact.value is None and not own


def _fact(fact: Fact, teller: Teller) -> str:
    return told_fact(teller.features[fact.feature], fact.value, teller.style)


def beyond(proposal: Proposal, teller: Teller) -> list[Line]:
    """In a refusal led by outside scores, what else counts most, and for how much."""
    other = proposal.beyond_scores
    if other is None:
        return []
    lines = [Line(teller.t("scores.beyond", theme=teller.t(f"theme.{other.reason.theme}.name")))]
    if other.share >= 1:
        return [*lines, Line(teller.t("scores.whole"))]
    return [*lines, Line(teller.t("scores.share", share=percent(other.share, teller.lang, 0)))]


def _providers(proposal: Proposal, teller: Teller) -> list[Line]:
    """Who supplies the outside scores, and where they raise the risk what one can do."""
    chosen = [*proposal.reasons_against, *proposal.reasons_for]
    reason = next((one for one in chosen if _supplied(one, teller)), None)
    if reason is None:
        return []
    columns = _supplied(reason, teller)
    return [line for column in columns for line in _provider(column, reason.against, teller)]


def _supplied(reason: Reason, teller: Teller) -> list[str]:
    """The columns behind a reason's facts that an outside organisation supplies."""
    read = {column for fact in reason.facts for _, column in teller.features[fact.feature].reads}
    return sorted(column for column in read if teller.sources.of(column))


def _provider(column: str, advise: bool, teller: Teller) -> list[Line]:
    source = teller.sources.of(column)
    if source is None:
        return []
    name = sentence(label(APPLICATION, column, teller.lang))
    told = teller.t("scores.provider", column=name, name=source.name, address=source.address)
    advice = [getattr(words, teller.lang) for words in (source.obtain, source.correct)]
    return [Line(told), *(Line(text, 1, "muted") for text in advice if advise)]


def _figure(code: str, name: str, value: float | str, style: Style) -> str:
    """A rule's figure in its unit; column names become their labels."""
    lang = style.lang
    if isinstance(value, str):
        return listed([label(APPLICATION, column, lang) for column in value.split()], lang)
    if name == "people":
        return (
            t("people.one", lang) if value == 1 else t("people.many", lang, n=number(value, lang))
        )
    if code == "instalment_over_income":
        return percent(value, lang)
    if code in ("residual_income", "amount_outside_product"):
        return money(value, lang, style.currency)
    return number(value, lang, 1 if code == "term_outside_product" else 0)


def _figure_line(name: str, value: float, teller: Teller) -> Line:
    return Line(teller.t(f"figures.{name}", value=signed(value, teller.lang, DIGITS)))


def _tone(value: float) -> Tone:
    return "against" if value > 0 else "for" if value < 0 else "muted"

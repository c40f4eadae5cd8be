"""How hard the texts are that clients read: `python -m bench.readability` measures them.

French by Kandel and Moles (1958), English by Flesch (1948): 100 is very easy, 60 to 50 a text for
somebody who finished secondary school, under 30 one for scholars. A sentence ends at a full stop,
an exclamation or a question mark, and where an entry of a list ends; a colon or a semicolon does
not end one. Syllables are groups of vowels, less a silent e. A place to be filled is a short word.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from clairscore.i18n import LANGUAGES, Lang, catalogue

PAGE = Path(__file__).resolve().parents[1] / "docs" / "readability.md"

LEAST = 60.0
"""Least ease of a group of texts: from here Flesch calls them standard, read by most adults."""
LEAST_OF_ONE, MANY = 30.0, 25
"""Least ease of a single text of that many words: under 30 are texts for scholars. Shorter ones
say little: the formulas were fitted on samples of a hundred words."""
LONGEST = 30
"""Words of any one sentence."""
MEAN = 20.0
"""Words of a sentence on average: "How to write clearly", European Commission, hint 4."""
FEWEST = 4
"""Words of a text that is a sentence, and no label."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "letter": ("letter.",),
    "reasons": ("reason.", "theme.", "reasons.", "scores.", "basis.", "reading.", "recourse."),
    "rules": ("rule.", "cause.", "outcome.", "decided.", "distance.", "risk.", "simulation."),
    "definitions": ("column.application.",),
    "space": ("space.",),
    "requests": ("lifecycle.obstacle.", "lifecycle.request.", "lifecycle.review."),
}
"""What clients read, by the first words of its keys."""
NAMES: Mapping[str, str] = {
    "letter": "letters and information notice",
    "reasons": "reasons, themes, what could change a decision",
    "rules": "rules, referral, outcome, distance to the limit",
    "definitions": "definitions of the own data",
    "space": "client space",
    "requests": "requests by right and reviews",
}
VOWELS: Mapping[Lang, str] = {"fr": "aàâäeéèêëiîïoôöuùûüyÿœæ", "en": "aeiouy"}


@dataclass(frozen=True, slots=True)
class Measured:
    """A group of texts: sentences, words and syllables, and the longest sentence in words."""

    sentences: int
    words: int
    syllables: int
    longest: int

    @property
    def per_sentence(self) -> float:
        return self.words / self.sentences

    @property
    def per_word(self) -> float:
        return self.syllables / self.words

    def ease(self, lang: Lang) -> float:
        """Kandel and Moles for French, Flesch for English."""
        if lang == "fr":
            return 207.0 - 1.015 * self.per_sentence - 73.6 * self.per_word
        return 206.835 - 1.015 * self.per_sentence - 84.6 * self.per_word


def texts_of(group: str, lang: Lang) -> dict[str, str]:
    """The sentences of a group by key; labels and titles are left out."""
    found = catalogue(lang).items()
    return {
        key: text
        for key, text in found
        if key.startswith(GROUPS[group]) and text.rstrip()[-1:] in ".;:!?"
        if len(words_in(text)) >= FEWEST
    }


def measured(texts: Iterable[str], lang: Lang) -> Measured:
    """Sentences, words and syllables of texts, each of which ends a sentence."""
    clauses = [words for text in texts for part in re.split(r"[.!?]+(?:\s|$)", text)
               if (words := words_in(part))]  # fmt: skip
    words = [word for clause in clauses for word in clause]
    return Measured(
        len(clauses),
        len(words),
        sum(syllables(word, lang) for word in words),
        max(map(len, clauses)),
    )


def words_in(text: str) -> list[str]:
    """The words of a text; a place to be filled is one."""
    filled = re.sub(r"\{[^}]*\}", "dix", text)
    return re.findall(r"[^\W_]+(?:[-·][^\W_]+)*", filled)


def syllables(word: str, lang: Lang) -> int:
    """Groups of vowels, less a silent e; at least one."""
    low, vowels = word.lower(), VOWELS[lang]
    groups = len(re.findall(f"[{vowels}]+", low))
    if lang == "fr":
        # é and ï begin a syllable of their own: ré-u-nir, na-ïf
        groups += len(re.findall(f"[éï][{vowels}]|[{vowels}][ëï]", low))
        silent = re.search(f"[^{vowels}]es?$", low) is not None
    else:
        silent = re.search(r"[^aeiouyl]e$|[aeiouy]le$", low) is not None
        silent = silent or re.search(r"[^aeiouytd]ed$", low) is not None
    return max(1, groups - (1 if silent else 0))


def too_hard(lang: Lang) -> list[str]:
    """Every group and sentence beyond its limit, in words."""
    faults = []
    for group in GROUPS:
        texts = texts_of(group, lang)
        found = measured(texts.values(), lang)
        if found.ease(lang) < LEAST:
            faults.append(f"{group}: ease {found.ease(lang):.1f}, at least {LEAST:.0f}")
        if found.per_sentence > MEAN:
            faults.append(f"{group}: {found.per_sentence:.1f} words a sentence, at most {MEAN:.0f}")
        faults += [
            f"{key}: {long} words in one sentence, at most {LONGEST}"
            for key, text in texts.items()
            if (long := measured([text], lang).longest) > LONGEST
        ]
        faults += [
            f"{key}: ease {one.ease(lang):.0f}, at least {LEAST_OF_ONE:.0f}"
            for key, text in texts.items()
            if (one := measured([text], lang)).words >= MANY and one.ease(lang) < LEAST_OF_ONE
        ]
    return faults


def page() -> str:
    """The page of figures, as Markdown."""
    rows = [
        f"| {NAMES[group]} | {found.sentences} | {found.per_sentence:.1f} | {found.longest}"
        f" | {found.per_word:.2f} | {found.ease(lang):.0f} |"
        for lang in LANGUAGES
        for group in GROUPS
        if (found := measured(texts_of(group, lang).values(), lang))
    ]
    half = len(GROUPS)
    head = "| texts | sentences | words a sentence | longest | syllables a word | ease |"
    table = f"{head}\n|---|---|---|---|---|---|\n"
    return TEXT.format(
        least=f"{LEAST:.0f}",
        mean=f"{MEAN:.0f}",
        longest=LONGEST,
        many=MANY,
        one=f"{LEAST_OF_ONE:.0f}",
        french=table + "\n".join(rows[:half]),
        english=table + "\n".join(rows[half:]),
    )


TEXT = (Path(__file__).parent / "readability_page.txt").read_text("utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PAGE)
    out: Path = parser.parse_args().out
    out.write_text(page(), encoding="utf-8")
    for lang in LANGUAGES:
        print(*too_hard(lang), sep="\n")


if __name__ == "__main__":
    main()

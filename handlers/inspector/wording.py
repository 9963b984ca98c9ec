"""The words of every language: complete, used, fillable, short enough, and meaning one thing each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handlers.asides import ASIDES, HELP
from handlers.helpers.offers import AIDE
from handlers.inspector.finding import Finding, Limits
from handlers.inspector.notices import ALWAYS, COURT, NAMES, NOTICES, SENTENCES
from handlers.offers import ENDINGS
from handlers.reading.choices import Option, clean, pick, plain
from handlers.rooms import DESK_MOVES, OFFICE_MOVES, PARTY_MOVES
from handlers.script import Ask, Script, Tell, words_of
from handlers.scripts import BASES
from handlers.values import Book
from handlers.words import Words

MOVES_OF: Mapping[str, Iterable[str]] = {
    "party_moves": PARTY_MOVES,
    "aide_moves": AIDE,
    "office_moves": OFFICE_MOVES,
    "desk_rows": DESK_MOVES,
}
NUMBERS = [Option(str(n), f"\N{NUMERO SIGN}{n}") for n in range(1, 100)]


@dataclass(frozen=True, slots=True)
class Need:
    """Words that the scripts or the code look up: which holes they may have; some may be left out."""

    holes: frozenset[str] = COURT
    label: bool = False
    optional: bool = False
    many: bool = False  # a list of words


def needs(book: Book) -> dict[str, Need]:
    """Every name under which words are looked up."""
    found: dict[str, Need] = {}
    for script in book.scripts.values():
        found[f"{script.name}.about"] = Need()
        for step in script.steps:
            if isinstance(step, Ask | Tell):
                found |= _step(words_of(script, step), step)
        if script.name in BASES:
            found |= _told(script)
    for section, sentences in SENTENCES.items():
        label = section == "labels"
        found |= {f"{section}.{name}": Need(holes, label) for name, holes in sentences.items()}
    for table, values in NAMES.items():
        buttons = ENDINGS if table == "reason" else ()
        found |= {f"names.{table}.{value}": Need(frozenset(), value in buttons) for value in values}
    found |= {f"asides.{name}": Need(many=True) for name in ASIDES}
    found |= {f"synonyms.{value}": Need(many=True, optional=True) for value in _values(book)}
    return found


def _step(name: str, step: Ask | Tell) -> dict[str, Need]:
    if isinstance(step, Tell):
        return {f"{name}.tell": Need(COURT | set(step.shows))}
    holes = COURT | set(step.shows)
    found = {f"{name}.ask": Need(holes), f"{name}.plain": Need(holes)}
    found[f"{name}.short"] = Need(holes, optional=True)
    if step.many:
        found[f"{name}.more"] = Need()
    found |= {f"{name}.choices.{value}": Need(holes, label=True) for value in step.choices}
    if step.offers in MOVES_OF:
        found |= {f"{step.offers}.{value}": Need(frozenset(), label=True) for value in MOVES_OF[step.offers]}
    return found


def _told(script: Script) -> dict[str, Need]:
    """Word in passing must have words; word that moves a conversation speaks through its steps."""
    voice = script.voice or script.name
    return {
        f"told.{voice}.{kind}": Need(
            COURT | NOTICES.get(voice, {}).get(kind, frozenset()),
            optional=does.partition(":")[0] not in ("", "close"),
        )
        for kind, does in script.on.items()
    }


def _values(book: Book) -> set[str]:
    asks = [s for script in book.scripts.values() for s in script.steps if isinstance(s, Ask)]
    moves = {v for ask in asks for v in MOVES_OF.get(ask.offers, ())}
    return {v for ask in asks for v in ask.choices} | moves | set(ALWAYS)


def wording(book: Book, limits: Limits) -> Iterator[Finding]:
    """Everything that can be wrong with the words."""
    words, needed = book.words, needs(book)
    for lang in words.languages:
        there = words.keys(lang)
        for key, need in needed.items():
            if key not in there and not need.optional:
                yield Finding(f"{lang}:{key}", "has no words")
        for key in there:
            if key not in needed:
                yield Finding(f"{lang}:{key}", "is never used")
            else:
                yield from _fits(words, lang, key, needed[key], limits)
        yield from _person(words, lang)
        yield from _ambiguous(book, lang)
    yield from _alike(words)


def _fits(words: Words, lang: str, key: str, need: Need, limits: Limits) -> Iterator[Finding]:
    where, raw = f"{lang}:{key}", words.flat[lang][key]
    if need.many or not isinstance(raw, str):
        if not need.many:
            yield Finding(where, "must be one text")
        elif not isinstance(raw, list | tuple) or not raw or not all(isinstance(one, str) for one in raw):
            yield Finding(where, "must be a list of words")
        return
    for hole in sorted(words.holes(lang, key) - need.holes):
        yield Finding(where, f"nothing fills {{{hole}}}")
    if need.label and (len(raw) > limits.label or len(raw.encode("utf-16-le")) // 2 > limits.units):
        yield Finding(where, f"is too long for a button: {len(raw)} characters")
    if not raw.strip():
        yield Finding(where, "is empty")
    if len(raw) > limits.text:
        yield Finding(where, f"is too long for a channel: {len(raw)} characters")


def _person(words: Words, lang: str) -> Iterator[Finding]:
    """Every question has a way to a person: words for it, a button, and a telephone in the answer."""
    if not words.list(lang, "asides.person") or not words.has(lang, "labels.person"):
        yield Finding(f"{lang}:asides.person", "there is no way to a person")
    for key in ("common.person", "common.silent_person", "common.apology"):
        if words.has(lang, key) and "phone" not in words.holes(lang, key):
            yield Finding(f"{lang}:{key}", "names no telephone of a person")


def _alike(words: Words) -> Iterator[Finding]:
    """All languages have the same words with the same holes."""
    first, *others = words.languages
    for lang in others:
        for key in sorted(words.keys(first) ^ words.keys(lang)):
            poor = first if words.has(lang, key) else lang
            if not key.startswith("synonyms.") and not key.endswith(".short"):
                yield Finding(f"{poor}:{key}", "is missing in this language")
        for key in sorted(words.keys(first) & words.keys(lang)):
            if words.holes(first, key) != words.holes(lang, key):
                yield Finding(f"{lang}:{key}", f"has other holes than in {first}")


def _spelled(word: str) -> str:
    return plain(clean(word).rstrip("? ")).casefold()


def _ambiguous(book: Book, lang: str) -> Iterator[Finding]:
    """Whatever a person types must mean one thing: one aside, or one answer of the open question."""
    words, asides = book.words, dict[str, str]()
    for name in ASIDES:
        for word in words.list(lang, f"asides.{name}"):
            other = asides.setdefault(_spelled(word), name)
            if other != name:
                yield Finding(f"{lang}:asides.{name}", f"{word} means {other} too")
            if pick(word, NUMBERS):
                yield Finding(f"{lang}:asides.{name}", f"{word} is a number on the screen too")
    for name in (*HELP, "help", "english", "chinese"):
        key = f"labels.{name}"
        if words.has(lang, key) and asides.get(_spelled(words.flat[lang][key])) != name:
            yield Finding(f"{lang}:{key}", "a button that cannot be typed: it is no word of its aside")
    for where, answers in _answers(book, lang):
        yield from (Finding(f"{lang}:{where}", what) for what in _clashes(answers, asides))


def _answers(book: Book, lang: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Every question's answers by value, each with its label and the other words people use for it."""
    words = book.words

    def spoken(value: str, key: str) -> list[str]:
        label = [words.flat[lang][key]] if words.has(lang, key) else []
        return [str(one) for one in label] + list(words.list(lang, f"synonyms.{value}"))

    for script in book.scripts.values():
        for step in script.steps:
            if isinstance(step, Ask):
                name = words_of(script, step)
                answers = {v: spoken(v, f"{name}.choices.{v}") for v in step.choices}
                if step.offers in MOVES_OF:
                    answers |= {v: spoken(v, f"{step.offers}.{v}") for v in MOVES_OF[step.offers]}
                added = ("done", "afresh") if step.many else () if step.always or step.idle else ("keep",)
                answers |= {v: spoken(v, f"labels.{v}") for v in added}
                yield name, answers


def _clashes(answers: Mapping[str, list[str]], asides: Mapping[str, str]) -> Iterator[str]:
    meaning: dict[str, str] = {}
    for value, spoken in answers.items():
        for word in spoken:
            for same in {_spelled(word), plain(word).casefold()}:
                other = meaning.setdefault(same, value)
                if other != value:
                    yield f"{word} means both {other} and {value}"
                if same in asides:
                    yield f"{word} means {value}, and the aside {asides[same]} too"
            if pick(word, NUMBERS):
                yield f"{word} means {value}, and a number on the screen too"

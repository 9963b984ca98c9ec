"""Reading copies: every script as the numbered text that a court reads and signs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handlers.asides import HELP
from handlers.draw.phrases import phrases
from handlers.inspector.wording import MOVES_OF
from handlers.script import Act, Ask, Decide, End, Script, Step, Tell, Visit, words_of
from handlers.values import Book


def reading_copy(book: Book, script: Script, lang: str) -> str:
    """A script as numbered text with its exact words: what a court reads and signs."""
    say, words = phrases(lang), book.words
    lines = [f"# {script.name} · {say['copy']} · {say['version'].format(n=script.version)} · {lang}", ""]
    labels = [words.text(lang, f"labels.{name}") for name in HELP]
    lines += [say["everywhere"].format(labels=" / ".join(labels)), ""]
    lines += [f"**{say['about']}**", "", *_quote(words.text(lang, f"{script.name}.about")), ""]
    numbers = {step.name: n for n, step in enumerate(script.steps, 1)}
    numbers |= {old: numbers[new] for old, new in script.forwards.items()}
    for step in script.steps:
        lines += [f"## {numbers[step.name]}. {step.name}", "", *_step(book, script, step, lang, numbers), ""]
    if script.on:
        lines += [f"## {say['told']}", ""]
        lines += [
            line
            for kind, does in script.on.items()
            for line in _told(book, script, kind, does, lang, numbers)
        ]
    return "\n".join([*lines, "---", "", say["signed"], ""])


def _quote(text: str) -> list[str]:
    """Exact words, set off line by line."""
    return [f"> {line}".rstrip() + "  " if line else ">" for line in text.split("\n")]


def _to(say: Mapping[str, str], numbers: Mapping[str, int], step: str) -> str:
    return f"→ {say['step'].format(n=numbers[step])}"


def _step(book: Book, script: Script, step: Step, lang: str, numbers: Mapping[str, int]) -> Iterator[str]:
    say, words = phrases(lang), book.words
    name = words_of(script, step) if isinstance(step, Ask | Tell) else ""
    match step:
        case Ask():
            yield from _ask(book, name, step, lang, numbers)
        case Tell():
            yield from (f"**{say['tell']}**", "", *_quote(words.text(lang, f"{name}.tell")), "")
            yield f"- {say['then']} {_to(say, numbers, step.then)}"
        case Visit():
            yield f"**{say['visit'].format(script=step.script)}**"
            yield from ("", f"- {say['then']} {_to(say, numbers, step.then)}")
        case Decide():
            yield from (f"**{say['decide']}**: `{step.by}`", "")
            yield from (f"- `{value}` {_to(say, numbers, target)}" for value, target in step.outcomes.items())
        case Act():
            yield from (
                f"**{say['act']}**: `{step.does}`",
                "",
                say["refused"] + (say["hush"] if step.hush else ""),
                "",
            )
            yield f"- {say['then']} {_to(say, numbers, step.then)}"
        case End():
            yield f"**{say['end']}**: {say['goes'].format(script=step.next) if step.next else say['back']}"


def _ask(book: Book, name: str, ask: Ask, lang: str, numbers: Mapping[str, int]) -> Iterator[str]:
    say, words = phrases(lang), book.words
    for part in ("ask", "plain", "more", "short"):
        if words.has(lang, f"{name}.{part}"):
            yield from (f"**{say[part]}**", "", *_quote(words.text(lang, f"{name}.{part}")), "")
    for value, target in ask.choices.items():
        yield f"- {words.text(lang, f'{name}.choices.{value}')} {_to(say, numbers, target)}"
    for value in MOVES_OF.get(ask.offers, ()):
        target = value if value in ask.routes else ask.then
        yield f"- {words.text(lang, f'{ask.offers}.{value}')} {_to(say, numbers, target)}"
    if ask.offers and ask.offers not in MOVES_OF:
        yield from (f"- `{value}` {_to(say, numbers, value)}" for value in ask.routes)
    if ask.offers and ask.then and (ask.offers not in MOVES_OF or ask.offers == "desk_rows"):
        yield f"- {say['offer'].format(name=f'`{ask.offers}`')} {_to(say, numbers, ask.then)}"
    if ask.takes:
        kinds = " / ".join(say[kind] for kind in ask.takes)
        free = say["free"].format(kinds=kinds, reader=f"`{ask.reads}`" if ask.reads else say["anything"])
        yield f"- {free} {_to(say, numbers, ask.then)}" + (f"({say['done']})" if ask.many else "")
    flags = {"idle": ask.idle, "always": ask.always, "edits": ask.edits, "fills": bool(ask.fills)}
    notes = [say[flag] for flag, there in flags.items() if there]
    if not (ask.idle or ask.always or ask.edits or ask.offers):
        notes.append(say["known"])
    if ask.verbatim:
        notes.append(say["verbatim"])
    if ask.lapses:
        notes.append(say["lapses"].format(minutes=ask.minutes, to=_to(say, numbers, ask.lapses)))
    if notes:
        yield from ("", " ".join(notes))


def _told(
    book: Book, script: Script, kind: str, does: str, lang: str, numbers: Mapping[str, int]
) -> Iterator[str]:
    say, key = phrases(lang), f"told.{script.voice or script.name}.{kind}"
    verb, _, target = does.partition(":")
    doing = {
        "visit": say["visit"].format(script=target),
        "close": say["close"].format(script=target),
        "step": say["moved"].format(step=_to(say, numbers, target).removeprefix("→ "))
        if verb == "step"
        else "",
    }
    yield f"**{kind}** — {doing.get(verb, say['passing'])}"
    yield ""
    yield from _quote(book.words.text(lang, key)) if book.words.has(lang, key) else [f"> {say['silent']}"]
    yield ""


def common_copy(book: Book, lang: str) -> str:
    """All words outside the scripts: what is said at any step, refusals, labels and names."""
    say, words = phrases(lang), book.words
    owned = (*(f"{name}." for name in book.scripts), "told.")
    lines = [f"# {say['words']} · {say['copy']} · {lang}", ""]
    section = ""
    for key in words.flat[lang]:
        if key.startswith(owned) and not key.startswith("told.all."):
            continue
        head = key.rpartition(".")[0]
        if head != section:
            section = head
            lines += ["", f"## {section}", ""]
        name = key.rpartition(".")[2]
        raw = words.flat[lang][key]
        text = raw if isinstance(raw, str) else " / ".join(str(one) for one in raw)
        lines.append(f"- `{name}` {text}".replace("\n", "  \n  "))
    return "\n".join([*lines, "", "---", "", say["signed"], ""])

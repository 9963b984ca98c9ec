"""Where the scripts lead: unknown names, dead ends, circles, and steps that people may still stand at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from handlers.acts import ACTS
from handlers.engine import EVERYWHERE
from handlers.inspector.finding import Finding
from handlers.inspector.notices import NOTICES, SURE_OFFERS
from handlers.readers import FILLS
from handlers.script import Act, Ask, Decide, End, Script, Step, Tell, Visit
from handlers.scripts import BASES
from handlers.tables import DECISIONS, FILES, OFFERS, READERS, SHOWS
from handlers.turn import HOUSE
from handlers.values import Book

Node = tuple[str, str]
Steps = Mapping[Node, Step]


def steps_of(book: Book) -> Steps:
    """Every step of every script by (script, step)."""
    return {(script.name, step.name): step for script in book.scripts.values() for step in script.steps}


def routes(book: Book, released: Iterable[Node]) -> Iterator[Finding]:
    """Everything that can be wrong with where the scripts lead."""
    steps = steps_of(book)
    for name, script in book.scripts.items():
        yield from _table(name, script)
        for step in script.steps:
            where = f"{name}.{step.name}"
            yield from (Finding(where, f"unknown {what}") for what in _unknown(book, script, step))
            yield from (Finding(where, what) for what in _answers(script, step))
        yield from _on(book, script)
        yield from _unreachable(script)
        yield from _no_way_out(script)
    yield from _unopened(book)
    yield from _circles(book, steps)
    yield from _repeated(book, steps)
    yield from _released(book, released)


def _table(name: str, script: Script) -> Iterator[Finding]:
    if name != script.name:
        yield Finding(name, f"is kept under another name than its own, {script.name}")
    names = [step.name for step in script.steps]
    for twice in sorted({one for one in names if names.count(one) > 1}):
        yield Finding(f"{name}.{twice}", "two steps share this name")
    for old, new in script.forwards.items():
        if new not in names:
            yield Finding(f"{name}.{old}", f"forwarded to the unknown step {new}")
        if old in names:
            yield Finding(f"{name}.{old}", "is forwarded although it still stands")


def _unknown(book: Book, script: Script, step: Step) -> Iterator[str]:
    known = {one.name for one in script.steps} | set(script.forwards)
    yield from (f"step {target}" for target in step.targets() if target not in known)
    for kind, value, table in _named(step):
        if value and value not in table:
            yield f"{kind} {value}"
    if isinstance(step, Ask | Tell):
        yield from (f"show {one}" for one in step.shows if one not in SHOWS)
    opened = step.next if isinstance(step, End) else step.script if isinstance(step, Visit) else ""
    if opened and opened not in book.scripts:
        yield f"script {opened}"


def _named(step: Step) -> Iterator[tuple[str, str, Iterable[str]]]:
    match step:
        case Ask():
            yield "reader", step.reads, READERS
            yield "filling", step.fills, FILLS
            yield "offer", step.offers, OFFERS
            yield "files", step.files, FILES
        case Tell():
            yield "files", step.files, FILES
        case Decide():
            yield "decision", step.by, DECISIONS
        case Act():
            yield "act", step.does, {*ACTS, *HOUSE, "call_person"}


def _answers(script: Script, step: Step) -> Iterator[str]:
    """A question must have answers, and every answer must lead somewhere that it can lead to."""
    if not isinstance(step, Ask):
        return
    if not (step.choices or step.takes or step.offers):
        yield "is a question without answers"
    if (step.takes or (step.offers and not step.routes)) and not step.then:
        yield "leads nowhere with an answer"
    if step.offers and step.offers not in SURE_OFFERS and not (step.choices or step.takes):
        yield "may have nothing to choose from, and then no way on"
    if step.edits:
        asks = {one.name for one in script.steps if isinstance(one, Ask)}
        yield from (f"mends {one}, which is no question" for one in step.targets() if one not in asks)


def _on(book: Book, script: Script) -> Iterator[Finding]:
    steps = {step.name for step in script.steps}
    for kind, does in script.on.items():
        verb, _, target = does.partition(":")
        where = f"{script.name} on {kind}"
        if verb not in ("", "ask", "visit", "close", "step"):
            yield Finding(where, f"unknown doing {verb}")
        opened = target.split(",") if verb == "close" else [target] if verb == "visit" else []
        yield from (Finding(where, f"unknown script {one}") for one in opened if one not in book.scripts)
        if verb == "step" and target not in steps:
            yield Finding(where, f"unknown step {target}")
    if script.name in BASES:
        told = NOTICES.get(script.voice or script.name, {})
        for kind in script.on:
            if kind not in told and kind not in EVERYWHERE:
                yield Finding(f"{script.name} on {kind}", "nobody ever tells this")
        for kind in told:
            if kind not in script.on:
                yield Finding(f"{script.name} on {kind}", "is told here, and silently lost")


def entries(script: Script) -> set[str]:
    """The steps at which one can come into a script."""
    moved = {does.partition(":")[2] for does in script.on.values() if does.startswith("step:")}
    return {script.steps[0].name, *moved, *script.forwards.values()}


def _unreachable(script: Script) -> Iterator[Finding]:
    after = {step.name: step.targets() for step in script.steps}
    reached = _spread(entries(script), after)
    for step in script.steps:
        if step.name not in reached:
            yield Finding(f"{script.name}.{step.name}", "can never be reached")


def _spread(first: Iterable[str], after: Mapping[str, Iterable[str]]) -> set[str]:
    reached: set[str] = set()
    open_ = list(first)
    while open_:
        one = open_.pop()
        if one not in reached:
            reached.add(one)
            open_.extend(after.get(one, ()))
    return reached


def _no_way_out(script: Script) -> Iterator[Finding]:
    """From every step an end or a room to stay in must be within reach."""
    before: dict[str, list[str]] = {}
    for step in script.steps:
        for target in step.targets():
            before.setdefault(script.forwards.get(target, target), []).append(step.name)
    rests = [s.name for s in script.steps if isinstance(s, End) or (isinstance(s, Ask) and s.idle)]
    saved = _spread(rests, before)
    for step in script.steps:
        if step.name not in saved:
            yield Finding(f"{script.name}.{step.name}", "has no way to an end or a room")


def _unopened(book: Book) -> Iterator[Finding]:
    """Scripts that nothing opens: neither the house, nor another script's end, nor word from a case."""
    after = {
        script.name: _ends(script)
        + [step.script for step in script.steps if isinstance(step, Visit)]
        + [d.partition(":")[2] for d in (*script.on.values(), *EVERYWHERE.values()) if "visit:" in d]
        for script in book.scripts.values()
    }
    reached = _spread([name for name in BASES if name in book.scripts], after)
    for name in book.scripts:
        if name not in reached:
            yield Finding(name, "nothing ever opens this script")


def _ends(script: Script) -> list[str]:
    return [step.next for step in script.steps if isinstance(step, End) and step.next]


def _stops(step: Step) -> bool:
    """Whether a conversation surely rests here: a question that is never passed over."""
    return isinstance(step, Ask) and bool(step.idle or step.always or step.edits or step.offers)


def _next(book: Book, steps: Steps, node: Node) -> list[Node]:
    step = steps[node]
    if isinstance(step, End):
        script = book.scripts.get(step.next)
        return [(script.name, script.steps[0].name)] if script else []
    forwards = book.scripts[node[0]].forwards
    found = [(node[0], forwards.get(target, target)) for target in step.targets()]
    return [one for one in found if one in steps]


def _circles(book: Book, steps: Steps) -> Iterator[Finding]:
    """A circle without a question: the conversation would talk and never listen."""
    silent = {node for node, step in steps.items() if not isinstance(step, Ask)}
    while silent:
        kept = {node for node in silent if any(one in silent for one in _next(book, steps, node))}
        if kept == silent:
            break
        silent = kept
    for script, step in sorted(silent):
        if (script, step) in _after(book, steps, (script, step), silent):
            yield Finding(f"{script}.{step}", "talks in circles: no question on the way back to it")


def _after(book: Book, steps: Steps, node: Node, within: set[Node]) -> set[Node]:
    reached: set[Node] = set()
    open_ = [one for one in _next(book, steps, node) if one in within]
    while open_:
        one = open_.pop()
        if one not in reached:
            reached.add(one)
            open_.extend(two for two in _next(book, steps, one) if two in within)
    return reached


def _repeated(book: Book, steps: Steps) -> Iterator[Finding]:
    """What is known stays known: an answer that once ended a script would end it for ever after."""
    after = {script.name: _ends(script) for script in book.scripts.values()}
    for (name, step_name), step in steps.items():
        if name not in BASES or not isinstance(step, Ask) or _stops(step):
            continue
        for value, target in step.choices.items():
            end = _straight(book, steps, (name, target))
            if end is not None and name in _spread([end.next], after):
                what = f"the answer {value} ends the script and is remembered: ask it always"
                yield Finding(f"{name}.{step_name}", what)


def _straight(book: Book, steps: Steps, node: Node) -> End | None:
    """The end to which a step leads without another question or fork."""
    for _ in range(len(steps)):
        step = steps.get(node)
        if isinstance(step, End):
            return step
        following = _next(book, steps, node) if step is not None else []
        if isinstance(step, Ask) or len(following) != 1:
            return None
        node = following[0]
    return None


def _released(book: Book, released: Iterable[Node]) -> Iterator[Finding]:
    for name, step in released:
        script = book.scripts.get(name)
        there = {s.name for s in script.steps if isinstance(s, Ask)} if script else set()
        forwards = script.forwards if script else {}
        if forwards.get(step, step) not in there:
            yield Finding(f"{name}.{step}", "was released and has gone without a forwarding address")

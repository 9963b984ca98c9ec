"""The tables of the house as pictures (Mermaid) and as a table of moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.draw.phrases import phrases
from handlers.life import ENDED, MOVES, SAME, STAGES, STATES
from handlers.script import Act, Ask, Decide, End, Script, Step, Tell, Visit
from handlers.values import Book

SHAPES: Mapping[type[Step], tuple[str, str]] = {
    Ask: ('["', '"]'),
    Tell: ('("', '")'),
    Visit: ('[/"', '"/]'),
    Decide: ('{"', '"}'),
    Act: ('[["', '"]]'),
    End: ('(["', '"])'),
}


def diagram(script: Script) -> str:
    """A script as a Mermaid flowchart: every step in its shape, every answer as an arrow."""
    lines = ["flowchart TD"]
    for step in script.steps:
        opening, closing = SHAPES[type(step)]
        note = {Decide: "by", Act: "does", Visit: "script"}.get(type(step), "")
        label = f"{step.name}: {getattr(step, note)}" if note else step.name
        lines.append(f"    s_{step.name}{opening}{label}{closing}")
    for step in script.steps:
        for target, labels in _arrows(step).items():
            label = f'|"{", ".join(labels)}"|' if labels else ""
            lines.append(f"    s_{step.name} -->{label} s_{script.forwards.get(target, target)}")
        if isinstance(step, End) and step.next:
            lines.append(f'    s_{step.name} --> next_{step.next}>"{step.next}"]')
    for kind, does in script.on.items():
        verb, _, target = does.partition(":")
        if verb == "step":
            lines.append(f'    on_{kind}>"{kind}"] -.-> s_{target}')
        elif verb == "visit":
            lines.append(f'    on_{kind}>"{kind}"] -.-> visit_{target}[/"{target}"/]')
    return "\n".join(lines) + "\n"


def _arrows(step: Step) -> dict[str, list[str]]:
    """Every target with the answers that lead to it."""
    found: dict[str, list[str]] = {target: [] for target in step.targets()}
    if isinstance(step, Decide):
        for outcome, target in step.outcomes.items():
            found[target].append(outcome)
    if isinstance(step, Ask):
        for value, target in step.choices.items():
            found[target].append(value)
        for target in step.routes:
            found[target].append(target)
        if step.then and (step.takes or step.offers):
            found[step.then].append("/".join(step.takes) if step.takes else step.offers)
    return found


def life_diagram() -> str:
    """The life of a case as a Mermaid state diagram: every move with who may make it."""
    lines = ["stateDiagram-v2", "    [*] --> filed"]
    for move in MOVES:
        for old in move.frm:
            for new in move.to:
                if new not in (SAME, old):
                    lines.append(f"    {old} --> {new}: {move.act} ({', '.join(move.by)})")
    lines += [f"    {state} --> [*]" for state in ENDED]
    return "\n".join(lines) + "\n"


def life_table(lang: str, book: Book | None = None) -> str:
    """The moves of a case as a Markdown table, states and roles by name where there is a book."""
    say = phrases(lang)

    def named(table: str, values: Sequence[str]) -> str:
        known = {SAME: say["same"], "system": say["system"]}
        words = book.words if book is not None else None
        return " / ".join(known.get(v) or (words.name(lang, table, v) if words else v) for v in values)

    head = say["move"].split("|")
    rows = [head, ["---"] * len(head)]
    for move in MOVES:
        stages = say["every"] if move.stages == STAGES else named("stage", move.stages)
        frm, to, by = (
            _states(move.frm, say) or named("state", move.frm),
            named("state", move.to),
            named("role", move.by),
        )
        rows.append([f"`{move.act}`", frm, to, by, stages, move.source])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _states(states: Sequence[str], say: Mapping[str, str]) -> str:
    return say["any"] if set(states) == set(STATES) else ""

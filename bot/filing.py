"""`hejie export CASE FOLDER --for filing`: what goes on to filing when mediation fails, and no concession."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.app import open_store
from bot.clock import Clock
from bot.config import Config
from bot.exporting import find_case, kept_files
from bot.words import words
from handlers.case import Case, Utterance
from handlers.plans.state import agreed_facts
from storage import cases
from storage.chain import canonical
from storage.folders import FILING, ExportError, named_files, write_folder
from storage.people import HOUSE

FAILED = ("declined", "unreachable", "withdrawn", "failed", "expired")
"""The states in which mediation is over without an agreement (在线调解规则 15, 21, 25)."""


def file_case(config: Config, wanted: str, folder: Path) -> int:
    """Write what goes on to filing into a folder; 2 when there is no such case or it has not failed."""
    store = open_store(config)
    try:
        with store.read() as tx:
            row = find_case(tx, wanted)
            if row is None:
                print(f"没有这个案号 / no such case: {wanted}", file=sys.stderr)
                return 2
            case = cases.load(tx, HOUSE, row.id)
            if case.state not in FAILED:
                print(f"调解没有失败，不用转立案 / mediation has not failed: {case.number}", file=sys.stderr)
                return 2
            material = filing(case, Clock().now().isoformat(timespec="seconds"))
            files = kept_files(store, tx, _media(case))
        written = {"filing.json": canonical(material), "filing.txt": _readable(material).encode()}
        write_folder(folder, {**written, **named_files(files)}, FILING)
    except ExportError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        store.close()
    print(f"{case.number} → {folder}")
    return 0


def filing(case: Case, at: str) -> dict[str, Any]:
    """The material for filing, built from what may go on and from nothing else (在线调解规则 18, 21, 22).

    What stays here: plans, everything said in the talk, facts that were disputed, the other side's account
    to the mediator, and their papers unless they let them cross. Of a paper only its files go, and what its
    giver says it shows.
    """
    return {
        "number": case.number,
        "exported_at": at,
        "filed_at": case.filed_at,
        "kind": case.kind,
        "parties": [
            {"name": p.name, "side": p.side, "phone": p.phone, "service": p.service, "checked": p.checked}
            for p in case.parties
        ],
        "claim": _words(case.claim),
        "since": case.since,
        "further_claims": [
            {"name": case.name(one.by), "text": _words(one.text)}
            for one in case.claims
            if one.state in ("open", "left")
        ],
        "story": {"text": _words(case.story), "files": _digests(case.story.get("media", ()))},
        "papers": [
            {"name": case.name(u.person), "shows": u.paper, "files": _digests(u.said.get("media", ()))}
            for u in _papers(case)
        ],
        "undisputed": list(agreed_facts(case)),
        "ended": {"state": case.state, "reason": case.reason},
    }


def _papers(case: Case) -> list[Utterance]:
    """The papers of the one who files, and those that the other side let cross."""
    own = {p.person for p in case.sided("applicant")}
    return [u for u in case.talk if u.paper and (u.released or u.person in own)]


def _media(case: Case) -> list[Mapping[str, Any]]:
    """Every file that goes on."""
    return [m for said in (case.story, *(u.said for u in _papers(case))) for m in said.get("media", ())]


def _words(said: Mapping[str, Any]) -> str:
    return "\n".join(said.get("texts", ()))


def _digests(media: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(one["digest"]) for one in media]


def _readable(material: Mapping[str, Any]) -> str:
    """The same for people to read, in the court's language."""
    say = words()

    def name(table: str, value: str) -> str:
        return say.name("zh", table, value) if value else "—"

    parties = [
        f"{name('side', p['side'])}：{p['name']}，电话 {p['phone'] or '—'}，"
        f"送达地址：{name('service', p['service'])}，身份核实：{name('how', p['checked'] or 'none')}"
        for p in material["parties"]
    ]
    rows = [
        f"案号：{material['number']}",
        *parties,
        f"事情：{name('kind', material['kind'])}；从什么时候：{material['since']}",
        f"要求：{material['claim']}",
        *(f"{one['name']}另外的要求：{one['text']}" for one in material["further_claims"]),
        f"申请人说的经过：\n{material['story']['text']}",
        *_listed("经过所附文件", material["story"]["files"]),
        *(
            row
            for one in material["papers"]
            for row in (f"{one['name']}的材料，要证明：{one['shows']}", *_listed("文件", one["files"]))
        ),
        *_listed("各方都承认的事实", material["undisputed"]),
        f"调解结束的原因：{name('reason', material['ended']['reason'])}",
    ]
    return "\n".join(rows) + "\n"


def _listed(title: str, rows: Iterable[str]) -> list[str]:
    numbered = [f"  {n}. {row}" for n, row in enumerate(rows, 1)]
    return [f"{title}：", *numbered] if numbered else []

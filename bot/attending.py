"""Orders of the court's people: speaking in somebody's conversation, searching, taking a case in turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot import desks
from bot.places import case_title
from handlers.acts import do
from handlers.acts.done import tell
from handlers.case import Actor, Case
from handlers.desk.duty import comes
from handlers.helpers.telling import teller
from handlers.life import STAFF, Refused
from handlers.place import beginning
from handlers.scripts import SCRIPTS
from handlers.turn import gathered
from handlers.values import Deed
from storage import callers, cases, finding, people, talks
from storage import schema as s
from storage.people import HOUSE, Viewer
from storage.store import Tx

if TYPE_CHECKING:
    from bot.orders import Orders

Data = Mapping[str, Any]
Talk = talks.Conversation


class Attending:
    """Carries them out within the turn's own transaction; a conversation that is lent is never moved here."""

    def __init__(self, orders: Orders) -> None:
        self.orders, self.writing, self.seeing = orders, orders.writing, orders.seeing

    def refusal(self, tx: Tx, person: Any, talk: Talk, order: Deed) -> Refused | None:
        """Why an order cannot be carried out now."""
        if order.name == "attend":
            return self._cannot_attend(tx, person, talk, str(order.data["whom"]))
        if order.name == "rang" and not self._listed(tx, person, talk, str(order.data["whom"])):
            return Refused("no_longer_waits")
        if order.name == "next_case":
            now = self.writing.clock.stamp()
            if callers.in_turn(tx, Viewer(person.id, person.role), now) is None:
                return Refused("nothing_free")
        return None

    def _cannot_attend(self, tx: Tx, person: Any, talk: Talk, whom: str) -> Refused | None:
        lent = self._meant(tx, talk, whom)
        if person.role not in STAFF or lent is None or lent.person == person.id:
            return Refused("nobody_to_talk")
        row = callers.of_talk(tx, lent.id)
        ours = row is not None and row.state == "taken"
        if not ours and not self._listed(tx, person, talk, whom):
            return Refused("no_longer_waits")
        if row is not None and row.state == "taken" and row.staff_id != person.id:
            return Refused("somebody_speaks", name=people.name_of(tx, tx.row(s.person, row.staff_id)))
        return None

    def _listed(self, tx: Tx, person: Any, talk: Talk, whom: str) -> bool:
        """Whether somebody may be helped by this person still: a row at the desk may be an old one."""
        meant = self._meant(tx, talk, whom)
        return not whom.startswith("talk:") or (
            meant is not None and meant.id in {one.talk for one in self.seeing.callers(tx, person)}
        )

    def _meant(self, tx: Tx, talk: Talk, whom: str) -> Talk | None:
        """The conversation of a caller, or of a person of this case."""
        kind, _, number = whom.partition(":")
        wanted: int | None = int(number)
        if kind == "person":
            wanted = talks.find_conversation(tx, int(number), talk.case)
        return talks.conversations(tx, [wanted]).get(wanted) if wanted is not None else None

    # -- somebody asks for a person --------------------------------------------------------------------

    def called(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """They are listed until somebody speaks to them or has rung them."""
        body = {"name": self.called_by(tx, talk), "matter": self._about(tx, talk)}
        body |= {"coming": data["coming"]} if data.get("coming") else {}
        callers.call(tx, talk.id, talk.person, talk.case, self.writing.clock.stamp(), body)

    def called_by(self, tx: Tx, talk: Talk) -> str:
        """How somebody is named to the court's people, who may not have told a name yet."""
        case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
        told = teller(talk.place.frames[0].facts)[0] if case is None else ""
        name = told or self.seeing.name(tx, tx.row(s.person, talk.person), talk, case)
        return name if name != "—" else self.writing.book.words.text("zh", "common.somebody")

    def _about(self, tx: Tx, talk: Talk) -> str:
        person = tx.row(s.person, talk.person)
        if talk.case is not None:
            return str(cases.row(tx, talk.case).number)
        return self.orders.title(tx, person, None, talk.place.frames[0].script, "")

    def rang(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """Somebody has been rung, so they wait no longer; who is being spoken to is left alone."""
        meant = self._meant(tx, talk, str(data["whom"]))
        row = callers.of_talk(tx, meant.id) if meant is not None else None
        if meant is not None and row is not None and row.state == "waiting":
            callers.finish(tx, meant.id)

    # -- speaking in somebody's conversation -----------------------------------------------------------

    def attend(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """A member of staff speaks in somebody's conversation; the question open there is parked."""
        lent = self._meant(tx, talk, str(data["whom"]))
        assert lent is not None  # asked before (refusal)
        row, name = callers.of_talk(tx, lent.id), people.name_of(tx, person)
        attend = talks.attending(tx, person.id, lent.chain)
        if row is not None and row.state == "taken" and row.attend_id == attend:
            tx.change(s.person, person.id, current=row.attend_id)
            self._tell(tx, row.attend_id, person.id, "here", {}, cause)
            return
        if row is not None and row.attend_id is not None and row.attend_id != attend:
            self._leave(tx, row.attend_id, "other", cause)
        caller = self.called_by(tx, lent)
        attend = attend or self._opened(tx, person, lent.chain, caller)
        self.called(tx, lent, person, {}, cause)
        callers.take(tx, lent.id, person.id, attend)
        here = {"caller": caller, "talk": lent.id, "person": lent.person, "role": person.role, "name": name}
        tx.change(s.person, person.id, current=attend)
        self._tell(tx, attend, person.id, "attending", here, cause)
        there = {"role": person.role, "name": name, "attend": attend}
        self._tell(tx, lent.id, lent.person, "taken", there, cause)

    def _opened(self, tx: Tx, person: Any, chain: int, caller: str) -> int:
        """A conversation of the member of staff's own, on the chain of the one they speak to."""
        first = SCRIPTS["attend"]
        place = beginning("attend", first.version, first.steps[0].name, {"caller": caller})
        return talks.open_conversation(tx, person.id, chain, None, person.role, place)

    def pass_on(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """What was said goes to the one who is speaking, word for word."""
        attend = talks.conversations(tx, [int(data["attend"])]).get(int(data["attend"]))
        if attend is None:
            self.call_others(tx, talk, person, data, cause)
            return
        said = data["said"]
        told = {"name": self.called_by(tx, talk), "answer": said, "files": list(said["media"])}
        self._tell(tx, attend.id, attend.person, "wrote", told, cause)
        self._keep(tx, talk, attend.person, "party", said, cause)

    def reply(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """What the member of staff writes goes to the person, with the name of who speaks."""
        lent, said = int(data["talk"]), data["said"]
        row = callers.of_talk(tx, lent)
        if row is not None and row.staff_id == person.id:
            callers.take(tx, lent, person.id, talk.id)
        told = {"role": data["role"], "name": data["name"], "answer": said, "files": list(said["media"])}
        self._tell(tx, lent, int(data["person"]), "spoke_to", told, cause)
        if (heard := talks.conversations(tx, [lent]).get(lent)) is not None:
            self._keep(tx, heard, person.id, "staff", said, cause)

    def _keep(self, tx: Tx, lent: Talk, staff: int, by: str, said: Any, cause: str) -> None:
        """What a party and somebody of their case's staff say to each other stays with the case's talk."""
        if lent.case is None:
            return
        case = cases.load(tx, HOUSE, lent.case)
        member = next((m for m in case.staff() if m.person == staff), None)
        if member is None or case.party(lent.person) is None:
            return  # it stands in the journal; the case knows only its own people
        actor, data = Actor(staff, member.role, member.name), {"party": lent.person, "by": by, "said": said}
        done = do("in_person", case, actor, data, self.seeing.env(tx))
        author = lent.person if by == "party" else staff
        self.writing.apply_case(tx, lent.chain, author, case, gathered(done), f"{cause}/kept")

    def hand_back(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """The assistant comes back to the question that was open."""
        callers.finish(tx, int(data["talk"]))
        told = {"role": data["role"], "name": data["name"], "why_ended": data.get("why_ended") or "done"}
        self._tell(tx, int(data["talk"]), int(data["person"]), "handed_back", told, cause)

    def end_talk(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """The person themselves goes back to the assistant."""
        callers.finish(tx, talk.id)
        self._leave(tx, int(data["attend"]), "enough", cause)
        self.replay(tx, talk, person, data, cause)

    def parted(self, tx: Tx, case: Case, person: int, cause: str) -> None:
        """Somebody who is not in the case any more speaks in none of its conversations, and hears none."""
        row = tx.row(s.person, person)
        told = {"role": row.role, "name": people.name_of(tx, row), "why_ended": "done"}
        for one in callers.spoken_by(tx, case.id, person):
            callers.parted(tx, one.conversation_id)
            self._tell(tx, one.conversation_id, one.person_id, "handed_back", told, f"{cause}/{one.id}")
            self._leave(tx, one.attend_id, "other", f"{cause}/{one.id}")

    def call_others(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """Whoever speaks there does not answer: those on duty hear of it, or everybody else of the court."""
        row = callers.of_talk(tx, talk.id)
        busy = row.staff_id if row is not None else None
        callers.unheard(tx, talk.id)
        case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
        who = {m.person for m in comes(case.staff() if case else (), self.seeing.env(tx)).who} - {busy}
        who = who or {one.id for one in people.staff(tx, HOUSE, STAFF)} - {busy, talk.person}
        told = {
            "name": self.called_by(tx, talk),
            "matter": self._about(tx, talk),
            "speaker": {"role": data["role"], "name": data["name"]},
        }
        self.writing.tell(tx, None, [tell(one, "unheard", **told) for one in sorted(who)], cause)

    def replay(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """Word that waited while somebody was speaking is heard now, in its order."""
        for n, (kind, told) in enumerate(data.get("later") or ()):
            self._tell(tx, talk.id, talk.person, kind, told, f"{cause}.{n}")

    def _leave(self, tx: Tx, attend: int, parted: str, cause: str) -> None:
        left = talks.conversations(tx, [attend]).get(attend)
        if left is not None:
            caller = str(left.place.frames[0].facts.get("caller") or "—")
            self._tell(tx, attend, left.person, "left", {"caller": caller, "parted": parted}, cause)

    def _tell(self, tx: Tx, talk: int, person: int, kind: str, data: Data, cause: str) -> None:
        if tx.key(f"person:{person}") is not None:
            body = {"told": kind, "data": dict(data)}
            stamp = self.writing.clock.stamp()
            talks.whisper(tx, f"{cause}/{kind}", stamp, body, talk=talk, person=person)

    def title(self, tx: Tx, attend: int) -> str:
        """How a talk with somebody is named among a member of staff's matters."""
        talk = talks.conversations(tx, [attend])[attend]
        return self.seeing.attended(tx.row(s.person, talk.person), talk)

    # -- at the desk -----------------------------------------------------------------------------------

    def today(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """The day's list, now."""
        env = self.seeing.env(tx)
        found = desks.todays(tx, person, env.today, env.calendar)
        self._tell(tx, talk.id, person.id, "agenda", {"agenda": found}, cause)

    def find(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """The person's own cases that fit what was typed."""
        query = str(data["case"]["find"])
        hits = []
        for number in finding.search(tx, Viewer(person.id, person.role), query):
            case = cases.load(tx, HOUSE, number)
            title = case_title(case, person.id, person.role, person.lang)
            hits.append({"case": case.id, "title": title, "state": case.state})
        self._tell(tx, talk.id, person.id, "found", {"query": query, "hits": hits}, cause)

    def next_case(self, tx: Tx, talk: Talk, person: Any, data: Data, cause: str) -> None:
        """The oldest case that nobody has taken and nobody is looking at opens for this person."""
        now = self.writing.clock.stamp()
        case = callers.in_turn(tx, Viewer(person.id, person.role), now)
        assert case is not None  # asked before (refusal)
        callers.hold(tx, Viewer(person.id, person.role), case, now)
        self.orders.carry_out(tx, talk, person, [Deed("enter", {"case": case})], cause)

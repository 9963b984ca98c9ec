"""What people send: right answers for every reader, and everything else that arrives at a court's door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from handlers.asides import ASIDES
from handlers.engine import LONGEST
from handlers.events import Edited, Event, Media, MediaKind, Pressed, Said, Unread
from handlers.script import Ask
from handlers.walk.canary import Aviary, Kind
from handlers.walk.house import House
from handlers.walk.people import Conversation

KINDS: dict[tuple[str, str], Kind] = {
    ("intake", "claim"): "claim",
    ("intake", "since"): "claim",
    ("party", "room"): "talk",
    ("counter", "what"): "counter",
    ("join", "wait"): "talk",
    ("aide", "room"): "talk",
    ("see_paper", "why"): "told",
    ("office", "room"): "talk",
    ("paper", "files"): "talk",
    ("paper", "shows"): "talk",
    ("ask_paper", "what"): "talk",
    ("office", "turn_away"): "away",
    ("office", "where"): "away",
    ("record", "text"): "record",
    ("record", "what"): "record",
    ("record", "pages"): "record",
    ("other", "why"): "desks",
    ("conflict", "relation"): "told",
    ("plan", "what"): "record",
    ("facts", "fact"): "record",
    ("note", "note"): "own",
    ("meet", "spot"): "meeting",
    ("meets", "spot"): "meeting",
    ("meets", "off"): "meeting",
}
UNREAD = ("empty", "empty_file", "too_big", "not_a_picture", "unsupported", "media_lost")
EMPTY = ("", "——", "  ", "。。。", "\u200b", "-")
NAMES = ("张三", "李四", "王小明", "幸福物业有限公司")
PHONES = ("13800138000", "139 1234 5678", "我的电话是 +86 137 1111 2222")
SUMS = {"3000元": 300_000, "三千五百元": 350_000, "¥120.50": 12_050}
CITIES = ("纽约", "我在伦敦", "Tokyo", "悉尼", "国内")
TELLING = "我租了房东的房子。从2025年3月起。我要求退押金3000元。"


@dataclass(slots=True)
class Hand:
    """Writes for everybody, with one source of chance."""

    house: House
    aviary: Aviary
    chance: Random
    most: int = 3  # how many people somebody complains of at once

    def kind(self, talk: Conversation) -> Kind:
        """What may become of words said at this place."""
        top = talk.place.top
        if top.script in ("human", "attend"):
            return "lent"
        if top.script == "intake" and len(talk.place.frames) > 1:
            return "private"
        return KINDS.get((top.script, top.step), "private")

    def mark(self, talk: Conversation) -> str:
        """A fresh canary's mark for words at this place."""
        return self.aviary.mark(talk.person, talk.id, self.kind(talk), filed=bool(talk.case)).mark

    def media(self, talk: Conversation, kind: MediaKind) -> Media:
        """A file that carries a canary."""
        canary = self.aviary.mark(talk.person, talk.id, self.kind(talk), filed=bool(talk.case))
        return Media(kind, canary.digest, f"{kind}/x", 1000, f"{kind}.bin", talk.person)

    def answer(self, talk: Conversation, ask: Ask) -> Said:
        """A right answer in the person's own words or pictures."""
        if "photo" in ask.takes and ("text" not in ask.takes or self.chance.random() < 0.2):
            return Said(media=(self.media(talk, "photo"),))
        return Said(self.words(talk, ask))

    def words(self, talk: Conversation, ask: Ask) -> str:
        """Words that the question's reader takes for certain."""
        chance, facts = self.chance, talk.place.top.facts
        today = self.house.env().today
        match ask.reads:
            case "name":
                return chance.choice(NAMES)
            case "others":
                named = chance.sample(NAMES, min(self.most, chance.choice((1, 1, 1, 2, 3))))
                return "、".join(f"{one} {chance.choice(('', PHONES[0]))}".strip() for one in named)
            case "phone":
                known = [p.phone for case in self.house.cases.values() for p in case.parties if p.phone]
                return chance.choice(known if known and ask.name == "lost_phone" else PHONES)
            case "sum":
                return chance.choice(sorted(SUMS))
            case "date":
                return (today + timedelta(days=chance.randint(0, 40))).isoformat()
            case "instalments":
                first = int(facts.get("p_sum") or 0) // 200 * 100
                rest = int(facts.get("p_sum") or 0) - first
                days = (today + timedelta(days=20), today + timedelta(days=50))
                return "\n".join(
                    f"{day.year}年{day.month}月{day.day}日 {fen / 100:.2f}元"
                    for day, fen in zip(days, (first, rest), strict=True)
                )
            case "meeting_times" | "meeting_time":
                return f"{self.coming(1, 9)}下午{chance.choice('二三四')}点"
            case "query":
                return chance.choice(("和解", "1号", "没有的"))
            case "city":
                return chance.choice(CITIES)
            case "code":
                return self.code(talk)
        if ask.fills and chance.random() < 0.5:
            return f"{TELLING}别的不说了,{self.mark(talk)}。"
        return f"我想说的是 {self.mark(talk)}"

    def coming(self, least: int, most: int) -> str:
        """A day still to come, as it is typed."""
        return (self.house.env().today + timedelta(days=self.chance.randint(least, most))).isoformat()

    def code(self, talk: Conversation) -> str:
        """A code that still opens something for this person, or any other row of figures."""
        good = [
            code
            for code, (case, _) in self.house.codes.items()
            if code not in self.house.used and not self.house.cases[case].role(talk.person)
        ]
        if self.chance.random() < 0.5:
            good += [way for way in self.house.ways if way not in self.house.used]
        if good and self.chance.random() < 0.9:
            return good[-1]
        return self.chance.choice([*self.house.codes, *self.house.ways, "00000000", "1234 5678", "没有码"])

    def wrong(self, talk: Conversation) -> Said:
        """Words that no reader takes and no choice means."""
        return Said(f"这个嘛说不清楚 {self.mark(talk)}")

    def long(self, talk: Conversation) -> Said:
        """More than anybody can read at once."""
        return Said(self.mark(talk) + "长" * LONGEST)

    def aside(self, talk: Conversation) -> Said:
        """One of the words that every question understands."""
        words, lang = self.house.book.words, self.house.persons[talk.person].lang
        spoken = {"english": "en", "chinese": "zh"}
        names = [name for name in ASIDES if spoken.get(name, lang) in words.languages]
        return Said(self.chance.choice(words.list(lang, f"asides.{self.chance.choice(names)}")))

    def noise(self, talk: Conversation, ask: Ask) -> Sequence[Event]:
        """Anything else that may arrive; an album is several messages."""
        chance = self.chance
        match chance.randrange(13):
            case 0:
                return [Said(chance.choice(EMPTY))]
            case 1:
                return [Unread(chance.choice(UNREAD))]
            case 2:
                kind: Kind = "lent" if self.kind(talk) == "lent" else "private"
                return [Edited(f"改成这样 {self.aviary.mark(talk.person, talk.id, kind).mark}")]
            case 3:
                return [Pressed("", 0, chance.choice(("foreign", "unknown")))]
            case 4:
                value = chance.choice([v for v, _ in talk.place.options] or ["yes"])
                return [Pressed(value, max(0, talk.place.question - chance.randint(1, 3)))]
            case 5:
                label = chance.choice([label for _, label in talk.place.options] or ["是"])
                early = Said(chance.choice((label, "1", "2", self.words(talk, ask))), early=True)
                return [early] * chance.randint(1, 2)
            case 6:
                group = f"album{len(self.aviary.canaries)}"
                return [Said(media=(self.media(talk, "photo"),), group=group) for _ in range(3)]
            case 7:
                files: tuple[MediaKind, ...] = ("voice", "document", "video", "photo")
                text = self.mark(talk) if chance.random() < 0.3 else ""
                return [Said(text, (self.media(talk, chance.choice(files)),))]
            case 8:
                return [self.long(talk)]
            case 9:
                return [self.aside(talk)]
            case 10:
                return [Pressed("~back", talk.place.question)]
            case 11:
                return [Said(str(chance.randint(1, 9)))]
        return [self.wrong(talk)]

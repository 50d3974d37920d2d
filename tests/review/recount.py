#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reads the payload of a review pack once more, by src/review/REVIEW.md alone: slowly, with dictionaries, and sharing nothing with
# the program. `recount.py FILE...` says of each whether every rule holds; tests import verdict().
"""Numbers in comments are sections of REVIEW.md."""

import collections
import datetime
import itertools
import re
import sys


class Refused(Exception):
    """A rule that does not hold."""


def must(holds, rule):
    if not holds:
        raise Refused(rule)


DAYS = "0 1-3 4-7 8-30 31-90 91+ none unclear"
AMOUNT = "0 1 2-4 5-9 10+"
MACRO = {
    "PE-norte": "AMA CAJ LAL LAM PIU TUM",
    "PE-centro": "ANC AYA HUV HUC ICA JUN PAS",
    "PE-lima": "CAL LIM LMA",
    "PE-oriente": "LOR SAM UCA",
    "PE-sur": "APU ARE CUS MDD MOQ PUN TAC",
    "EC-costa": "O E G R M SD SE",
    "EC-sierra": "A B F C X H I L P T",
    "EC-amazonia": "S N Y Z U D",
    "EC-insular": "W",
}
REGION = {macro[:3] + part: macro for macro, parts in MACRO.items() for part in parts.split()}
AGES = {"0-17": "minor", "18-29": "adult", "30-47": "adult", "48+": "adult"}
YEARS = [str(year) for year in range(2000, 2100)] + ["unknown"]
SEXES = "F M X unknown".split()
COARSE = ["minor", "adult", "unknown"]
LEVELS = {  # 3.1
    "tiny": [("sex", SEXES), ("age", COARSE)],
    "small": [("sex", SEXES), ("age", COARSE), ("place", list(MACRO))],
    "medium": [("sex", SEXES), ("age", [*AGES, "unknown"]), ("place", list(MACRO)), ("year", YEARS)],
    "large": [("sex", SEXES), ("age", [*AGES, "unknown"]), ("place", list(REGION)), ("year", YEARS)],
}
SENSITIVE = {  # 3.2
    "exploitation": "ForcedLabour SexualExploitation ChildLabour ForcedMarriage Servitude ForcedMilitaryByNonStateActors OrganRemoval"
    " ForcedBegging ForcedAdoption Surrogacy Other several none",
    "nationality": "own border other unknown",
    "service_domain": "01 02 03 04 05 06 07 08 09 10 11 12 13 14 none",
    "services": AMOUNT,
}
PROCESS = {  # 3.3
    "status": "intake open follow_up closed closed_referred closed_not_victim",
    "consent": "before_service after never no_service unclear",
    "consent_days": DAYS,
    "risk_days": DAYS,
    "risk_72h": "yes no unclear",
    "risk_on_time": "yes no none unclear",
    "plan": "none draft requested active done interrupted",
    "plan_agreed": "yes no none",
    "plan_days": DAYS,
    "first_service_days": DAYS,
    "referrals": AMOUNT,
    "referral_outcome": "none completed waiting not_completed mixed",
    "follow_ups": AMOUNT,
    "follow_up_on_time": "yes no none unclear",
    "closure": "none recorded missing",
    "closure_by_other": "yes no none",
    "closure_days": DAYS,
    "notes_length": "0 1-200 201-1000 1001+",
}
GAPS = "- 0-1m 1-60m 1-24h 1-7d 8-30d 31d+ back".split()  # 4
ROLES = "supervisor caseworker auditor".split()
ACTIONS = (
    "create_vault unlock lock failed_unlock view_identity view_case create update delete import export print merge"
    " consent_override key_change backup restore time_jump"
).split()
OBJECTS = (
    "- approval assignment attachment case case_member closure closure_item consent dup_decision finding follow_up institution need"
    " note perpetrator person plan plan_action plan_goal proceeding referral referral_event relative risk_assessment safe_contact"
    " safety_plan saved_filter service setting situation situation_event task user other"
).split()
SHARES = (
    "consent_before_service consent_recorded risk_72h risk_on_time plan_in_force first_service_7d referral_completed closure_by_other"
).split()
STAFF = "staff_events staff_view_identity staff_consent_override staff_export staff_print staff_failed_unlock".split()
RULES = "partner public records".split()  # 6
UNITS = "persons cases services referrals activities reached trainings trained commitments".split()
KEYS = "id made level k l share sample lowered records withheld head_seq head_hash previous chain_from round".split()


def columns_of(level):
    return [name for name, _ in LEVELS[level]], list(SENSITIVE), list(PROCESS)


def header_of(level):
    return ",".join(["code"] + sum(columns_of(level), []))


def codes_of(level):
    """Of each column the codes that it may hold, as a set."""
    codes = {name: set(values) for name, values in LEVELS[level]}
    codes |= {name: {"*", *values.split()} for name, values in SENSITIVE.items()}
    return codes | {name: set(values.split()) for name, values in PROCESS.items()}


def number(text, least=0, most=2**63 - 1):
    must(re.fullmatch("0|[1-9][0-9]{0,18}", text), "a number")
    must(least <= int(text) <= most, "a number within its limits")
    return int(text)


class Pack:
    """What the text says; each part only after it was looked at."""

    def __init__(self, payload):
        must(0 < len(payload) <= 64 * 1024 * 1024, "length")  # 1
        must(re.fullmatch(rb"([\x20-\x7e]+\n)+", payload), "plain lines")
        self.lines = payload.decode("ascii").split("\n")[:-1]
        marks = {line: at for at, line in enumerate(self.lines) if line.startswith("[")}
        must(list(marks) == ["[pack]", "[records]", "[chain]", "[indicators]", "[releases]", "[end]"], "sections")
        must(sum(line.startswith("[") for line in self.lines) == 6, "each section once")
        must(self.lines[0] == "amparo-review 2" and marks["[pack]"] == 1, "the first line")
        bounds = [*marks.values(), len(self.lines)]
        parts = [self.lines[a + 1 : b] for a, b in zip(bounds, bounds[1:])]
        self.read_pack(parts[0])
        self.read_records(parts[1])
        self.read_chain(parts[2])
        self.read_indicators(parts[3])
        self.read_releases(parts[4])
        must(parts[5] == [f"lines={marks['[end]']}"], "the end")

    def read_pack(self, lines):  # 2
        must([line.partition("=")[0] for line in lines] == KEYS and all("=" in line for line in lines), "keys of [pack]")
        value = dict(line.split("=", 1) for line in lines)
        must(re.fullmatch("[0-9a-f]{16}", value["id"]), "id")
        must(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value["made"]), "made")
        try:
            datetime.date.fromisoformat(value["made"])
        except ValueError:
            raise Refused("made") from None
        must(value["level"] in LEVELS, "level")
        must(value["lowered"] in ("yes", "no"), "lowered")
        self.id, self.level = value["id"], value["level"]
        self.k = number(value["k"], 5, 1000)
        self.l = number(value["l"], 3, 10)
        self.share = number(value["share"], 50, 80)
        self.sample = number(value["sample"], 1, 100)
        self.n = number(value["records"], 0, 1000000)
        few = value["withheld"] == "*"
        withheld = 1 if few else number(value["withheld"])
        must(few or withheld == 0 or withheld >= self.k, "withheld")
        if self.k < 11 or self.sample > 20 or self.n + withheld > 500:
            must(value["lowered"] == "yes", "lowered")
        self.head = number(value["head_seq"], 1)
        must(re.fullmatch("[0-9a-f]{64}", value["head_hash"]), "head_hash")
        must(re.fullmatch("[0-9a-f]{16}|-", value["previous"]) and value["previous"] != self.id, "previous")
        self.first = number(value["chain_from"], 1, self.head + 1)
        self.round = number(value["round"], 1, 1000000)

    def read_records(self, lines):  # 3
        must(lines and lines[0] == header_of(self.level), "header of [records]")
        self.quasi, self.sensitive, _ = columns_of(self.level)
        names, codes = lines[0].split(","), codes_of(self.level)
        self.rows = [line.split(",") for line in lines[1:]]
        must(len(self.rows) == self.n, "number of records")
        for row in self.rows:
            must(len(row) == len(names), "cells of a record")
            must(re.fullmatch("[a-z2-7]{12}", row[0]), "code of a record")
            for name, cell in zip(names[1:], row[1:]):
                must(cell in codes[name], f"a code of {name}")
        self.codes = [row[0] for row in self.rows]
        must(self.codes == sorted(set(self.codes)), "order of the codes")

    def read_chain(self, lines):  # 4
        must(lines and lines[0] == "seq,gap,actor,role,action,object", "header of [chain]")
        must(len(lines) - 1 <= 200000, "number of events")
        events = [line.split(",") for line in lines[1:]]
        must([event[0] for event in events] == [str(seq) for seq in range(self.first, self.first + len(events))], "order of events")
        must(self.first + len(events) == self.head + 1, "the last event")
        for at, event in enumerate(events):
            must(len(event) == 6, "cells of an event")
            must(event[1] in GAPS and (event[1] == "-") == (at == 0), "gap")
            must(re.fullmatch("[a-z2-7]{6}", event[2]), "actor")
            must(event[3] in ROLES and event[4] in ACTIONS and event[5] in OBJECTS, "a code of an event")

    def read_indicators(self, lines):  # 5
        must(lines and lines[0] == "name,group,value,of", "header of [indicators]")
        cells = [line.split(",") for line in lines[1:]]
        must(all(len(row) == 4 for row in cells), "cells of an indicator")
        must([row[:2] for row in cells[: len(SHARES)]] == [[name, "-"] for name in SHARES], "shares of the office")
        for _, _, value, of in cells[: len(SHARES)]:
            people = None if of == "*" else number(of)
            must(people is None or people % 10 == 0 and people + 9 >= self.k, "of how many")
            step = next((step for step in (5, 10, 25, 50) if people is not None and step * people / 100 >= self.k), None)
            if step is None:
                must(value == "*", "a share of too few")
            else:
                must(number(value, 0, 100) % step == 0, "a share that is too exact")
        places = []
        for name, group, value, of in cells[len(SHARES) :]:
            must(name in STAFF and re.fullmatch("[a-z2-7]{6}", group) and of == "-", "an indicator of staff")
            number(value, 1)
            places.append((STAFF.index(name), group))
        must(places == sorted(set(places)), "order of staff")

    def read_releases(self, lines):  # 6
        must(lines and lines[0] == "line,rule,unit,period,made,state,hash", "header of [releases]")
        must(len(lines) - 1 <= 100000, "number of releases")
        before = 0
        for line in lines[1:]:
            cells = line.split(",")
            must(len(cells) == 7, "cells of a release")
            before = number(cells[0], before + 1)
            must(cells[1] in RULES and cells[2] in UNITS and cells[5] in ("prepared", "given"), "a code of a release")
            must(re.fullmatch("(?!0000)[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?", cells[3]), "period of a release")
            must(re.fullmatch("(?!0000)[0-9]{4}-(0[1-9]|1[0-2])", cells[4]), "month of a release")
            must(re.fullmatch("[0-9a-f]{64}", cells[6]), "hash of a release")

    def values(self, names):
        """Of each record its values of these columns."""
        order = header_of(self.level).split(",")
        places = [order.index(name) for name in names]
        return [tuple(row[place] for place in places) for row in self.rows]

    def classes(self):
        return collections.Counter(self.values(self.quasi))


def check_classes(pack):  # 8: 2, 3
    members = collections.defaultdict(list)
    for row, key in zip(pack.values(pack.sensitive), pack.values(pack.quasi)):
        members[key].append(row)
    for rows in members.values():
        must(len(rows) >= pack.k, "k")
        for column in zip(*rows):
            counts = collections.Counter(column)
            if set(counts) == {"*"}:
                continue
            must(len(counts) >= pack.l, "l")
            del counts["*"]
            must(max(counts.values()) * 100 <= pack.share * len(rows), "share")


def check_combinations(pack):  # 8: 4
    for size in (1, 2, 3):
        for names in itertools.combinations(pack.quasi + pack.sensitive, size):
            if not set(names) & set(pack.sensitive):
                continue
            must(all(n >= pack.k for n in collections.Counter(pack.values(names)).values()), "combination " + " ".join(names))


ORDER = list(LEVELS)


def coarser(name, value, level):
    if name == "age" and level in ("tiny", "small"):
        return AGES.get(value, value)
    if name == "place" and level in ("small", "medium"):
        return REGION.get(value, value)
    return value


def check_earlier(pack, earlier):  # 8: 5
    must(pack.id != earlier["id"], "the id of an earlier pack")
    must(not set(pack.codes) & set(earlier["codes"]), "a code of an earlier pack")
    must(earlier["round"] <= pack.round, "an earlier pack of a later round")
    apart = earlier["round"] == pack.round and not pack.sample == earlier["sample"] == 100
    must(apart or ORDER.index(pack.level) <= ORDER.index(earlier["level"]), "finer than an earlier pack")
    if pack.sample < 100 or earlier["sample"] < 100:
        return
    before = collections.Counter()
    for values, rows in earlier["classes"].items():
        named = dict(zip([name for name, _ in LEVELS[earlier["level"]]], values))
        before[tuple(coarser(name, named[name], pack.level) for name in pack.quasi)] += rows
    now = pack.classes()
    for key in set(now) & set(before):
        must(now[key] == before[key] or abs(now[key] - before[key]) >= pack.k, "a class that changed by fewer than k")


def as_earlier(pack):
    """What the ledger keeps of it."""
    return {"id": pack.id, "level": pack.level, "sample": pack.sample, "round": pack.round, "codes": pack.codes, "classes": dict(pack.classes())}


def verdict(payload, earlier=()):
    """None: every rule holds; else the one that does not."""
    try:
        pack = Pack(payload)
        check_classes(pack)
        check_combinations(pack)
        for other in earlier:
            check_earlier(pack, other)
    except Refused as refused:
        return str(refused)
    return None


def main():
    failed = False
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            rule = verdict(file.read())
        print(f"{path}: {rule or 'every rule holds'}")
        failed |= rule is not None
    sys.exit(failed)


if __name__ == "__main__":
    main()

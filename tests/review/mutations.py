#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# mutations.py JUDGE: random packs in which every rule holds pass the check; spoilt in one place or two, they are refused, or a
# second reckoning (recount.py) finds that they did no harm. The two agree on every single one. AMP_MUTATIONS=20000 for the long
# run, AMP_SEED for others.
import collections
import copy
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True  # the source folder stays as it is
import packs
import recount

ERRORS = (
    "text form figure value code number withheld small uniform share combination chain indicator release earlier"
).split()
WORDS = ["María Quispe", "Quispe", "46218837", "2024-03-05", "+51 972 555 014", "casa de la hermana", "*", "", " ", "F ", "-1", "0"]


class Judge:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, payload, earlier=()):
        """None, or the name of the error, and its message."""
        pipe = self.process.stdin
        pipe.write(b"%d %d\n%s" % (len(payload), len(earlier), payload))
        for other in earlier:
            classes = "".join(sorted(f"{','.join(key)},{rows}\n" for key, rows in other["classes"].items())).encode()
            codes = other["codes"]
            head = f"{other['id']} {other['level']} {other['sample']} {len(codes)} {''.join(codes) or '-'} {other['round']} {len(classes)}\n"
            pipe.write(head.encode() + classes)
        pipe.flush()
        answer = self.process.stdout.readline().decode()
        if not answer:
            raise SystemExit("Bail out! the judge ended")
        if answer.startswith("ok "):
            return None, answer
        return ERRORS[int(answer.split()[0])], answer.strip()


# --- What can be done to a pack: each takes (rng, sheet) and changes it, or returns bytes of its own ---


def any_row(rng, rows):
    return rng.randrange(1, len(rows)) if len(rows) > 1 else None


def other_value(rng, sheet):
    """A cell gets another code of its column; in a column that is counted, most of the time."""
    at = any_row(rng, sheet.rows)
    if at is None:
        return
    level = sheet.value("level")
    quasi, sensitive, _ = recount.columns_of(level)
    names = sheet.rows[0][1:]
    name = rng.choice(rng.choice([names, quasi, sensitive]))
    sheet.rows[at][names.index(name) + 1] = rng.choice(sorted(recount.codes_of(level)[name]))


def value_that_is_there(rng, sheet):
    """A cell gets what another record has there: nothing that the lists would notice."""
    one, other = any_row(rng, sheet.rows), any_row(rng, sheet.rows)
    if one is not None:
        column = rng.randrange(1, min(len(sheet.rows[0]), 9))
        sheet.rows[one][column] = sheet.rows[other][column]


def strange_value(rng, sheet):
    table = rng.choice([sheet.rows, sheet.rows, sheet.events, sheet.indicators, sheet.releases])
    row = rng.choice(table)
    row[rng.randrange(len(row))] = rng.choice(WORDS)


def hide_one(rng, sheet):
    """What is hidden must not count as whatever would do: also in columns that hide nothing."""
    for _ in range(rng.choice([1, 1, 12])):
        at = any_row(rng, sheet.rows)
        if at is not None:
            sheet.rows[at][rng.randrange(1, min(len(sheet.rows[0]), 9))] = "*"


def show_one(rng, sheet):
    hidden = [(row, i) for row in sheet.rows[1:] for i, cell in enumerate(row) if cell == "*"]
    if hidden:
        row, column = rng.choice(hidden)
        name = sheet.rows[0][column]
        row[column] = rng.choice(sorted(recount.codes_of(sheet.value("level"))[name] - {"*"}))


def drop_rows(rng, sheet):
    for _ in range(rng.choice([1, 1, 8])):
        at = any_row(rng, sheet.rows)
        if at is not None:
            del sheet.rows[at]


def double_row(rng, sheet):
    at = any_row(rng, sheet.rows)
    if at is not None:
        row = list(sheet.rows[at])
        if rng.random() < 0.5:
            row[0] = packs.label(rng, 12)
        sheet.rows.append(row)
        if rng.random() < 0.7:
            sheet.rows[1:] = sorted(sheet.rows[1:])


def swap_rows(rng, sheet):
    table = rng.choice([sheet.rows, sheet.events, sheet.indicators, sheet.releases])
    one, other = any_row(rng, table), any_row(rng, table)
    if one is not None:
        table[one], table[other] = table[other], table[one]


def drop_event(rng, sheet):
    table = rng.choice([sheet.events, sheet.indicators, sheet.releases])
    at = any_row(rng, table)
    if at is not None:
        del table[at]


def add_column(rng, sheet):
    column = rng.randrange(1, len(sheet.rows[0]) + 1)
    for row in sheet.rows[rng.choice([0, 0, 1]) :]:
        row.insert(column, rng.choice(["district", "08", "*"]))


def drop_column(rng, sheet):
    column = rng.randrange(len(sheet.rows[0]))
    for row in sheet.rows[rng.choice([0, 0, 1]) :]:
        del row[column]


def swap_columns(rng, sheet):
    one, other = rng.sample(range(len(sheet.rows[0])), 2)
    for row in sheet.rows[rng.choice([0, 0, 1]) :]:
        row[one], row[other] = row[other], row[one]


def merge_classes(rng, sheet):
    """All of one quasi value become another: classes run together."""
    quasi = recount.columns_of(sheet.value("level"))[0]
    column = rng.randrange(1, len(quasi) + 1)
    values = sorted({row[column] for row in sheet.rows[1:]})
    if len(values) > 1:
        one, other = rng.sample(values, 2)
        for row in sheet.rows[1:]:
            if row[column] == one:
                row[column] = other


def split_class(rng, sheet):
    """Half of the records of one quasi value, or two of them, become a class of their own."""
    at = any_row(rng, sheet.rows)
    if at is None:
        return
    level = sheet.value("level")
    quasi = recount.columns_of(level)[0]
    key = sheet.rows[at][1 : 1 + len(quasi)]
    column = rng.randrange(len(quasi))
    members = [row for row in sheet.rows[1:] if row[1 : 1 + len(quasi)] == key]
    value = rng.choice(sorted(recount.codes_of(level)[quasi[column]]))
    for row in rng.sample(members, rng.choice([min(2, len(members)), len(members) // 2])):
        row[1 + column] = value


def level_out(rng, sheet):
    """In one class, a sensitive column gets a value for all, or for nearly all."""
    at = any_row(rng, sheet.rows)
    if at is None:
        return
    n_quasi = len(recount.columns_of(sheet.value("level"))[0])
    key = sheet.rows[at][1 : 1 + n_quasi]
    column = 1 + n_quasi + rng.randrange(4)
    few = rng.choice([0.0, 0.1, 0.15])
    for row in sheet.rows[1:]:
        if row[1 : 1 + n_quasi] == key and rng.random() >= few:
            row[column] = sheet.rows[at][column]


def crowd(rng, sheet):
    """In a class that shows three values or more of a sensitive column, all of it but one of each other value become one value."""
    n_quasi = len(recount.columns_of(sheet.value("level"))[0])
    classes = collections.defaultdict(list)
    for row in sheet.rows[1:]:
        classes[tuple(row[1 : 1 + n_quasi])].append(row)
    places = [(key, 1 + n_quasi + i) for key in sorted(classes) for i in range(4)]
    places = [(key, column) for key, column in places if len({row[column] for row in classes[key]} - {"*"}) > 2]
    if not places:
        return
    key, column = rng.choice(places)
    value = next(row[column] for row in classes[key] if row[column] != "*")
    seen = {value}
    for row in classes[key]:
        if row[column] in seen:
            row[column] = value
        seen.add(row[column])


def few_withheld(rng, sheet):
    sheet.put("withheld", rng.randrange(1, int(sheet.value("k")) + 2))


def other_figure(rng, sheet):
    key, value = rng.choice(sheet.pack)
    if value.isdigit() and len(value) < 7:
        value = str(max(0, int(value) + rng.choice([-10, -6, -1, 1, 6, 10, 60])))
    else:
        value = rng.choice([*WORDS, "yes", "no", "tiny", "small", "medium", "large", "2025-02-29", value.upper(), value[1:]])
    sheet.put(key, value)


def move_key(rng, sheet):
    one, other = rng.sample(range(len(sheet.pack)), 2)
    sheet.pack[one], sheet.pack[other] = sheet.pack[other], sheet.pack[one]


def drop_key(rng, sheet):
    del sheet.pack[rng.randrange(len(sheet.pack))]


def swap_sections(rng, sheet):
    one, other = rng.sample(range(len(sheet.order)), 2)
    sheet.order[one], sheet.order[other] = sheet.order[other], sheet.order[one]


def other_code(rng, sheet):
    at = any_row(rng, sheet.rows)
    if at is not None:
        code = sheet.rows[at][0]
        sheet.rows[at][0] = rng.choice([code.upper(), code[1:], code + "a", "1" + code[1:], sheet.rows[-1][0], packs.label(rng, 12)])


def other_event(rng, sheet):
    at = any_row(rng, sheet.events)
    if at is not None:
        cells = [str(rng.randrange(40)), rng.choice(recount.GAPS), packs.label(rng, 6), rng.choice(recount.ROLES)]
        cells += [rng.choice(recount.ACTIONS), rng.choice(recount.OBJECTS)]
        column = rng.randrange(6)
        sheet.events[at][column] = cells[column]


def other_indicator(rng, sheet):
    at = any_row(rng, sheet.indicators)
    column = rng.choice([2, 3])
    sheet.indicators[at][column] = rng.choice(["*", "-", "0", "5", "10", "12", "20", "25", "50", "100", "105", "110", "1000", "07"])


def other_release(rng, sheet):
    at = any_row(rng, sheet.releases)
    if at is not None:
        cells = [str(rng.randrange(12)), rng.choice([*recount.RULES, "internal", "policy"]), rng.choice([*recount.UNITS, "people"])]
        cells += [rng.choice(["2025", "2025-Q4", "2025-Q5", "2025-13", "2025-00", "2025-1", "0000", "2025-03-01", "2025-01-01/2025-03-31"])]
        cells += [rng.choice(["2026-11", "2026-11-20", "2026-Q4", "2026", "2026-00"]), rng.choice(["given", "prepared", "lost"])]
        cells += [rng.choice([sheet.releases[at][6], sheet.releases[at][6].upper(), sheet.releases[at][6][1:], "-"])]
        column = rng.randrange(7)
        sheet.releases[at][column] = cells[column]


def wrong_lines(rng, sheet):
    return sheet.text(lines=rng.randrange(200))


def cut_off(rng, sheet):
    text = sheet.text()
    return text[: rng.randrange(len(text))]


def append(rng, sheet):
    more = rng.choice([b"\n", b"x", b"x\n", b"lines=1\n", b"[end]\n", b"\0" * 50, "María\n".encode()])
    return sheet.text() + more


def other_byte(rng, sheet):
    text = bytearray(sheet.text())
    at = rng.randrange(len(text))
    text[at] = rng.choice([0, 10, 13, 32, 44, 127, 195, text[at] ^ 32, text[at] ^ 1])
    return bytes(text)


def byte_gone(rng, sheet):
    text = bytearray(sheet.text())
    del text[rng.randrange(len(text))]
    return bytes(text)


MUTATIONS = [
    other_value, other_value, value_that_is_there, value_that_is_there, strange_value, hide_one, show_one, drop_rows, double_row, swap_rows,
    drop_event, add_column, drop_column, swap_columns, merge_classes, split_class, level_out, crowd, crowd, few_withheld, other_figure, other_figure, move_key,
    drop_key, swap_sections, other_code, other_event, other_indicator, other_release, other_release, wrong_lines, cut_off, append, other_byte, byte_gone,
]  # fmt: skip


def spoil(rng, sheet):
    """One change, or two; nearly always with the numbers put right, so that no rule hides behind another."""
    sheet = copy.deepcopy(sheet)
    names, text = [], None
    for mutation in rng.sample(MUTATIONS, rng.choice([1, 1, 1, 2])):
        names.append(mutation.__name__)
        try:
            text = mutation(rng, sheet)
        except (LookupError, ValueError, StopIteration):
            continue  # the one before took away what this one would change
        if text is not None:
            break
    if text is None:
        if rng.random() < 0.9 and any(key == "records" for key, _ in sheet.pack) and "other_figure" not in names:
            sheet.put("records", str(len(sheet.rows) - 1))
        text = sheet.text()
    return " and ".join(names), text


# --- Tests ---


class Report:
    def __init__(self):
        self.n, self.failed = 0, False

    def case(self, sentence, problems):
        self.n += 1
        self.failed |= bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.n} - {sentence}")
        for problem in problems[:8]:
            print("# " + problem)

    def end(self):
        print(f"1..{self.n}")
        sys.exit(self.failed)


def keep(payload, name):
    """For a look at what the two do not agree on."""
    folder = os.environ.get("AMP_KEEP")
    if folder:
        with open(os.path.join(folder, name), "wb") as file:
            file.write(payload)


def good_packs(rng, judge, n):
    sheets, problems, shown = [], [], 0
    for i in range(n):
        sheet = packs.make(rng)
        text = sheet.text()
        said, message = judge.ask(text)
        recounted = recount.verdict(text)
        if said or recounted:
            problems.append(f"{message}; {recounted}")
            keep(text, f"good-{i}")
        else:
            sheets.append(sheet)
            shown += sum(cell != "*" for row in sheet.rows[1:] for cell in row[-22:-18])
    if not shown:
        problems.append("all values of all packs are hidden")
    return sheets, problems


def spoilt_packs(rng, judge, sheets, n):
    problems, rules, harmless = [], collections.Counter(), collections.Counter()
    for i in range(n):
        names, text = spoil(rng, rng.choice(sheets))
        said, message = judge.ask(text)
        recounted = recount.verdict(text)
        if (said is None) != (recounted is None):
            problems.append(f"{names}: the check says {message.strip()}, the recount {recounted}")
            keep(text, f"spoilt-{i}")
        rules[said] += 1
        if said is None:
            harmless[names] += 1
    return problems, rules, harmless


def pairs(rng, judge, n):
    """A pack after another of the same register: all of its people, a few fewer, or others; coarser, finer, the same codes."""
    problems, seen = [], collections.Counter()
    for _ in range(n):
        first = packs.make(rng, rng.choice(["medium", "large", "small"]))
        second = copy.deepcopy(first)
        second.put("id", "%016x" % rng.getrandbits(64))
        if rng.random() < 0.8:
            for row, code in zip(second.rows[1:], sorted(packs.label(rng, 12) for _ in second.rows[1:])):
                row[0] = code
        if rng.random() < 0.7:
            second = coarsen(second, rng.choice(["tiny", "small", "medium"]))
        rng.choice([drop_rows, double_row, lambda *_: None])(rng, second)
        for sheet in (first, second):
            sheet.put("records", len(sheet.rows) - 1)
            sheet.put("sample", rng.choice([20, 100, 100, 100]))
            sheet.put("round", rng.choice([1, 1, 2]))
            sheet.put("lowered", "yes")
        if rng.random() < 0.1:
            second.put("id", first.value("id"))
        earlier = [recount.as_earlier(recount.Pack(first.text()))]
        said, message = judge.ask(second.text(), earlier)
        recounted = recount.verdict(second.text(), earlier)
        if (said is None) != (recounted is None):
            problems.append(f"the check says {message.strip()}, the recount {recounted}")
        seen[said] += 1
    for rule in (None, "earlier"):
        if not seen[rule]:
            problems.append(f"no pair was {rule or 'accepted'}")
    return problems


def coarsen(sheet, level):
    """The same people by the columns of another level, hidden anew."""
    before = [name for name, _ in recount.LEVELS[sheet.value("level")]]
    after = [name for name, _ in recount.LEVELS[level]]
    if not set(after) <= set(before) or recount.ORDER.index(level) > recount.ORDER.index(sheet.value("level")):
        return sheet
    for row in sheet.rows[1:]:
        old = dict(zip(before, row[1:]))
        row[1 : 1 + len(before)] = [recount.coarser(name, old[name], level) for name in after]
    packs.hide(sheet.rows[1:], len(after), len(after) + 4, tuple(int(sheet.value(key)) for key in ("k", "l", "share")))
    sheet.rows[0] = recount.header_of(level).split(",")
    sheet.put("level", level)
    return sheet


def main():
    seed, n = int(os.environ.get("AMP_SEED", "1")), int(os.environ.get("AMP_MUTATIONS", "1000"))
    rng, judge, report = random.Random(seed), Judge(sys.argv[1]), Report()
    sheets, problems = good_packs(rng, judge, max(20, n // 60))
    report.case("packs in which every rule holds pass", problems)
    problems, rules, harmless = spoilt_packs(rng, judge, sheets, n)
    report.case(f"{n} spoilt packs are refused, or harmless by a second reckoning", problems)
    print(f"# refused: {dict(rules.most_common())}")
    print(f"# harmless: {dict(harmless.most_common(12))}")
    missing = [rule for rule in ERRORS if rule != "earlier" and not rules[rule]]
    report.case("each rule refused some of them", [f"not {rule}" for rule in missing])
    report.case("packs after earlier ones are refused, or harmless by a second reckoning", pairs(rng, judge, max(60, n // 20)))
    report.end()


if __name__ == "__main__":
    main()

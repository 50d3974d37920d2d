# SPDX-License-Identifier: GPL-3.0-or-later
#
# Review packs out of nothing, for tests: random ones in which every rule holds, and one as text that can be spoilt.
"""A sheet is a pack taken apart: lists that a test changes; text() puts it together again."""

import collections
import itertools

import recount

LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


def label(rng, length):
    return "".join(rng.choice(LETTERS) for _ in range(length))


class Sheet:
    """pack: key and value; rows, events, indicators, releases: lists of cells, the headers first."""

    def __init__(self):
        self.pack, self.rows, self.events, self.indicators, self.releases = [], [], [], [], []
        self.order = ["[pack]", "[records]", "[chain]", "[indicators]", "[releases]"]

    def value(self, key):
        return next(value for name, value in self.pack if name == key)

    def put(self, key, value):
        self.pack = [(name, str(value) if name == key else old) for name, old in self.pack]

    def parts(self):
        tables = {"[records]": self.rows, "[chain]": self.events, "[indicators]": self.indicators, "[releases]": self.releases}
        yield "[pack]", ["=".join(pair) for pair in self.pack]
        for name, rows in tables.items():
            yield name, [",".join(row) for row in rows]

    def text(self, lines=None):
        parts = dict(self.parts())
        all_lines = ["amparo-review 2"]
        for name in self.order:
            all_lines += [name, *parts[name]]
        all_lines += ["[end]", f"lines={len(all_lines) if lines is None else lines}"]
        return ("\n".join(all_lines) + "\n").encode()


def fails(column, k, l, share):
    counts = collections.Counter(column)
    if set(counts) == {"*"}:
        return False
    few = len(counts) < l
    del counts["*"]
    return few or max(counts.values()) * 100 > share * len(column)


def hide_classes(rows, quasi, sensitive, limits):
    """Columns that tell too much of a class are hidden in it. TRUE: something was."""
    changed = False
    classes = collections.defaultdict(list)
    for row in rows:
        classes[tuple(row[i] for i in quasi)].append(row)
    for members in classes.values():
        for i in sensitive:
            if fails([row[i] for row in members], *limits):
                changed = True
                for row in members:
                    row[i] = "*"
    return changed


def hide_combination(rows, columns, sensitive, k):
    """What fewer than k share is hidden; what is hidden already takes others in. TRUE: something was."""
    groups = collections.defaultdict(list)
    for row in rows:
        groups[tuple(row[i] for i in columns)].append(row)
    rare = [members for members in groups.values() if len(members) < k]
    hidden = [i for i in columns if i in sensitive]
    for members in rare:
        shown = [i for i in hidden if members[0][i] != "*"]
        if shown:
            for row in members:
                row[shown[-1]] = "*"
            continue
        alike = [i for i in columns if i not in sensitive]
        for row in rows:
            if all(row[i] == members[0][i] for i in alike):
                for i in hidden:
                    row[i] = "*"
    return bool(rare)


def hide(rows, n_quasi, n_counted, limits):
    quasi, sensitive = range(1, 1 + n_quasi), range(1 + n_quasi, 1 + n_counted)
    again = True
    while again:
        again = hide_classes(rows, quasi, sensitive, limits)
        for columns in itertools.combinations(range(1, 1 + n_counted), 3):
            if set(columns) & set(sensitive):
                again |= hide_combination(rows, columns, set(sensitive), limits[0])


def pick_few(rng, codes):
    """Some of the codes, some of them more often: what registers look like."""
    few = rng.sample(codes, min(len(codes), rng.choice([2, 3, 3, 4])))
    return [code for code in few for _ in range(rng.choice([2, 3, 5]))]


def records(rng, level, n, limits):
    quasi = [pick_few(rng, values) for _, values in recount.LEVELS[level]]
    sensitive = [pick_few(rng, values.split()) for values in recount.SENSITIVE.values()]
    process = [values.split() for values in recount.PROCESS.values()]
    rows = [["", *(rng.choice(codes) for codes in quasi + sensitive + process)] for _ in range(n)]
    counts = collections.Counter(tuple(row[1 : 1 + len(quasi)]) for row in rows)
    rows = [row for row in rows if counts[tuple(row[1 : 1 + len(quasi)])] >= limits[0]]
    hide(rows, len(quasi), len(quasi) + len(sensitive), limits)
    codes = sorted({label(rng, 12) for _ in range(len(rows) + 20)})[: len(rows)]
    for row, code in zip(rows, codes):
        row[0] = code
    return rows


def events(rng, first, n):
    people = [(label(rng, 6), rng.choice(recount.ROLES)) for _ in range(4)]
    for seq in range(first, first + n):
        actor, role = rng.choice(people)
        gap = "-" if seq == first else rng.choice(recount.GAPS[1:])
        yield [str(seq), gap, actor, role, rng.choice(recount.ACTIONS), rng.choice(recount.OBJECTS)]


def indicators(rng, k):
    for name in recount.SHARES:
        of = rng.choice([None, 10, 20, 30, 60, 110, 250, 400, 1000])
        if of is None or of + 9 < k:
            yield [name, "-", "*", "*"]
            continue
        step = next((step for step in (5, 10, 25, 50) if step * of >= 100 * k), None)
        yield [name, "-", "*" if step is None else str(rng.randrange(0, 101, step)), str(of)]
    for name in recount.STAFF:
        for group in sorted(label(rng, 6) for _ in range(rng.choice([0, 1, 3]))):
            yield [name, group, str(rng.choice([1, 7, 250])), "-"]


def releases(rng):
    line = 0
    for _ in range(rng.choice([0, 1, 4])):
        line += rng.choice([1, 1, 9])
        period = rng.choice(["2024", "2025-Q3", "2025-12", "2026-01"])
        month = f"2026-{rng.randrange(1, 13):02}"
        digest = "".join(rng.choice("0123456789abcdef") for _ in range(64))
        yield [str(line), rng.choice(recount.RULES), rng.choice(recount.UNITS), period, month, rng.choice(["prepared", "given"]), digest]


def make(rng, level=None, n=None, k=None):
    """A random pack in which every rule holds."""
    level = level or rng.choice(list(recount.LEVELS))
    k = k or rng.choice([5, 11, 11])
    limits = (k, 3, rng.choice([60, 80, 80]))
    sheet = Sheet()
    rows = records(rng, level, n or rng.choice([60, 200, 480]), limits)
    head = rng.choice([1, 30, 5000])
    count = rng.choice([0, 1, min(head, 25)])
    sheet.rows = [recount.header_of(level).split(","), *rows]
    sheet.events = [["seq", "gap", "actor", "role", "action", "object"], *events(rng, head + 1 - count, count)]
    sheet.indicators = [["name", "group", "value", "of"], *indicators(rng, k)]
    sheet.releases = [["line", "rule", "unit", "period", "made", "state", "hash"], *releases(rng)]
    hexadecimal = lambda digits: "".join(rng.choice("0123456789abcdef") for _ in range(digits))
    sample = rng.choice([20, 100])
    sheet.pack = [
        ("id", hexadecimal(16)), ("made", "2026-02-28"), ("level", level), ("k", str(k)), ("l", str(limits[1])),
        ("share", str(limits[2])), ("sample", str(sample)),
        ("lowered", "yes" if k < 11 or sample > 20 or len(rows) > 400 else "no"), ("records", str(len(rows))),
        ("withheld", rng.choice(["0", "*", str(k), "60"])), ("head_seq", str(head)), ("head_hash", hexadecimal(64)),
        ("previous", rng.choice(["-", hexadecimal(16)])), ("chain_from", str(head + 1 - count)), ("round", rng.choice(["1", "1", "2", "17"])),
    ]  # fmt: skip
    return sheet

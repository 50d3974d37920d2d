#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# classes.py JUDGE MAKE: packs as the maker leaves them, of random registers, are judged by three who share no code: the check, the
# recount, and evalmd.py, which knows nothing of this program and counts classes strictly. AMP_PACKS=200 for the long run, of up to
# 100,000 records; AMP_SEED for others.
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # the source folder stays as it is
import mutations
import recount

EVALMD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "evalmd.py")
# Its columns are those of another register: ours take their places.
PLACES = {"sex": "sex", "age": "age", "municipality": "place", "date": "year", "nationality": None, "marital": None, "education": None}


def payloads(make, seed, n, least, most):
    with subprocess.Popen([make, str(seed), str(n), str(least), str(most)], stdout=subprocess.PIPE) as process:
        while line := process.stdout.readline():
            yield process.stdout.read(int(line))
    if process.returncode:
        raise SystemExit("Bail out! no packs")


def evalmd(pack, rows, values):
    """What it says of these records with these sensitive values, at the pack's k."""
    with tempfile.TemporaryDirectory() as folder:
        named = [dict(zip(pack.quasi, row)) for row in rows]
        table = [[person.get(PLACES[name], "x") for name in PLACES] + [value] for person, value in zip(named, values)]
        for at, name in enumerate(PLACES):
            with open(f"{folder}/h_{name}.csv", "w", encoding="ascii") as file:
                file.writelines(f"{value};*\n" for value in sorted({row[at] for row in table} | {"another"}))
        for name in ("cases.csv", "out.csv"):
            with open(f"{folder}/{name}", "w", encoding="ascii", newline="") as file:
                csv.writer(file, delimiter=";").writerows([[*PLACES, "exploitation"], *table])
        command = [sys.executable, EVALMD, folder, f"{folder}/out.csv", str(pack.k)]
        return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def judge_column(pack, name):
    """Classes in which the whole column is hidden tell nothing; elsewhere `*` is one value, but none that has a share."""
    rows, values = pack.values(pack.quasi), [value for value, in pack.values([name])]
    shown = {row for row, value in zip(rows, values) if value != "*"}
    kept = [(row, value) for row, value in zip(rows, values) if row in shown]
    if not kept:
        return
    said = evalmd(pack, *zip(*kept))
    if said["records_violating_K"] or said["min_class"] < pack.k or said["fully_suppressed"]:
        yield f"{name}: {said['records_violating_K']} records in classes under k"
    if said["min_distinct_l"] < pack.l:
        yield f"{name}: {said['min_distinct_l']} values in a class"
    apart = [value if value != "*" else f"hidden {at}" for at, (_, value) in enumerate(kept)]
    if evalmd(pack, [row for row, _ in kept], apart)["rec_max_share_gt90"]:
        yield f"{name}: more than nine tenths of a class"


def judge(pack):
    """Problems that evalmd.py has with it."""
    if not pack.rows:
        return []
    said = evalmd(pack, pack.values(pack.quasi), ["a"] * pack.n)
    problems = [] if said["records_violating_K"] == 0 else [f"{said['records_violating_K']} records in classes under k"]
    for name in pack.sensitive:
        problems += judge_column(pack, name)
    return problems


def one_less(pack):
    """A pack of which a record of the smallest class was lost."""
    classes = pack.classes()
    smallest = min(classes, key=lambda key: (classes[key], key))
    at = pack.values(pack.quasi).index(smallest)
    del pack.rows[at]
    pack.n -= 1
    return classes[smallest] == pack.k


def main():
    seed, n = int(os.environ.get("AMP_SEED", "1")), int(os.environ.get("AMP_PACKS", "8"))
    check, report = mutations.Judge(sys.argv[1]), mutations.Report()
    by_check, by_recount, by_evalmd, unnoticed, sizes, hidden = [], [], [], [], [], collections.Counter()
    lost = 0
    for payload in payloads(sys.argv[2], seed, n, 500, 100000 if n > 50 else 4000):
        said, message = check.ask(payload)
        by_check += [message] if said else []
        rule = recount.verdict(payload)
        by_recount += [rule] if rule else []
        if rule:
            continue
        pack = recount.Pack(payload)
        by_evalmd += judge(pack)
        sizes.append(pack.n)
        hidden.update(name for name in pack.sensitive for value, in pack.values([name]) if value == "*")
        if pack.rows and one_less(pack):
            lost += 1
            unnoticed += [] if judge(pack) else ["a class of k less one"]
    report.case(f"the check lets {n} packs of the maker pass", by_check)
    report.case("so does the recount", by_recount)
    report.case("evalmd.py finds the classes strict as well: k, l, share", by_evalmd)
    report.case("and it does find a class of which one was taken away", unnoticed + ([] if lost else ["no class was of k"]))
    print(f"# {sum(sizes)} records, {min(sizes)} to {max(sizes)} a pack; hidden: {dict(hidden)}")
    report.end()


if __name__ == "__main__":
    main()

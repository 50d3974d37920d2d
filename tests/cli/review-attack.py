#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# review-attack.py AMPARO-CLI: what an auditor cannot do. An office is filled with identifiers that are nowhere else, a supervisor makes
# packs for an auditor, and somebody with her passphrase, her files, her machine's memory and the whole vault looks for them; then
# somebody who knows everybody of the office looks for people in her records. AMP_IDENTIFIERS=10000 for the long run.
import collections
import copy
import csv
import io
import itertools
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.dont_write_bytecode = True  # the source folder stays as it is
sys.path[:0] = [str(TESTS / "vault"), str(TESTS / "review")]

import reader
import recount

STEM = "zvxqjwk"  # of every planted word; so long that no sealed file has it by chance
DIGITS = "7713"  # of every planted number
SUPERVISORS = ["ana", "eva"]
AUDITOR = "lucia"
PHRASE = {"ana": "una frase larga de prueba 7", "eva": "otra frase larga de prueba 8", AUDITOR: "la frase de la auditora 9"}
IDENTIFIERS = int(os.environ.get("AMP_IDENTIFIERS", "4000"))
PER_CASE = 15  # identifiers that a case of the demonstration has room for
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Report:
    def __init__(self):
        self.n, self.failed = 0, False

    def case(self, sentence, problems):
        problems = list(problems)
        self.n += 1
        self.failed |= bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.n} - {sentence}", flush=True)
        for problem in problems[:6]:
            print("# " + str(problem))

    def end(self):
        print(f"1..{self.n}")
        sys.exit(self.failed)


class Office:
    """A vault, and the program as each person runs it. All that it says is kept, as a log would."""

    def __init__(self, program, place):
        self.program, self.place, self.vault = program, place, str(place / "office.amparo")
        self.env = {"HOME": str(place / "home"), "TMPDIR": str(place / "tmp"), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        self.env["G_MESSAGES_DEBUG"] = "all"
        self.logs = 0
        for name in ("home", "tmp", "logs", "purpose"):
            (place / name).mkdir(mode=0o700)

    def start(self, who, words, more=(), typed="", **kwargs):
        read, write = os.pipe()
        os.write(write, "\n".join([PHRASE[who], *more, ""]).encode())
        os.close(write)
        command = [self.program, *map(str, words), "--user", who, "--passphrase-fd", str(read)]
        command += ["--new-passphrase-fd", str(read)] if more else []
        keyboard, typing = os.pipe()
        os.write(typing, typed.encode())
        os.close(typing)
        process = subprocess.Popen(command, pass_fds=[read], env=self.env, cwd=self.place, stdin=keyboard, **kwargs)
        os.close(read)
        os.close(keyboard)
        return process

    def run(self, who, *words, more=(), typed="", ends=0):
        process = self.start(who, words, more, typed, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate()
        self.logs += 1
        (self.place / "logs" / f"{self.logs}-{'-'.join(words[:2]).replace('/', '_')[:40]}").write_bytes(out + err)
        if ends is not None and process.returncode != ends:
            print(f"Bail out! {' '.join(map(str, words[:3]))} ended with {process.returncode}: {err.decode()[-300:]}")
            sys.exit(1)
        return out.decode(), process.returncode


# --- Planting ---


def word(i):
    """The stem and three letters that no other has."""
    return STEM.capitalize() + "".join(LETTERS[i // 26**at % 26] for at in (2, 1, 0))


class Planter:
    """Takes the table of an office and puts something in the place of each identifier that is nowhere else."""

    NAMES = ("person.given_names", "person.surname_paternal", "person.surname_maternal", "person.known_as")
    TEXTS = (
        "person.address situation.place_exploit service.note follow_up.note note.text referral.details risk_assessment.level_reason"
        " safety_plan.warning_signs safety_plan.safe_places safe_contact.code_word plan_goal.text plan_action.what task.title"
    ).split()
    PHONES = ("person.phone", "safe_contact.value")

    def __init__(self):
        self.words, self.numbers, self.dates = [], [], []
        self.people = []

    def new_word(self):
        self.words.append(word(len(self.words)))
        return self.words[-1]

    def new_number(self):
        self.numbers.append(f"{DIGITS}{len(self.numbers):04d}")
        return self.numbers[-1]

    def new_date(self, year):
        """A day of that year; the text of it is looked for, whoever else was born on it."""
        n = len(self.dates)
        self.dates.append(f"{year}-{n % 12 + 1:02d}-{n // 12 % 28 + 1:02d}")
        return self.dates[-1]

    def plant(self, row):
        for column in self.NAMES + tuple(self.TEXTS):
            if row.get(column):
                row[column] = self.new_word() if column in self.NAMES else f"Contó {self.new_word()} ayer"
        if row["record"] == "case":
            row["person.doc_type"], row["person.doc_number"] = "dni", self.new_number()
            row["person.email"] = self.new_word().lower() + "@ejemplo.pe"
            row["person.known_as"] = self.new_word()
            if row["person.birth_date"]:
                row["person.birth_date"] = self.new_date(row["person.birth_date"][:4])
            self.people.append(dict(row))
        for column in self.PHONES:
            if row.get(column, "").startswith("+"):
                row[column] = "+519" + self.new_number()

    def n(self):
        return len(self.words) + len(self.numbers) + len(self.dates)


def fill(office):
    """An office of people who do not exist, all of whose identifiers are planted."""
    demo, cases = str(office.place / "demo.amparo"), max(260, int(IDENTIFIERS / PER_CASE))
    source, planted = office.place / "purpose" / "demo.csv", office.place / "purpose" / "planted.csv"
    office.run("ana", "demo", demo, "--kdf", "cheap", "--cases", cases, "--seed", "5")
    office.run("ana", "export", demo, "--format", "amparo-csv", "--output", source)
    planter = Planter()
    with open(source, encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        rows = list(table)
    for row in rows:
        planter.plant(row)
    with open(planted, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.fieldnames)
        writer.writeheader()
        writer.writerows(rows)
    office.run("ana", "create", office.vault, "--kdf", "cheap")
    office.run("ana", "import", office.vault, planted, "--format", "amparo-csv")
    for name, role in (("eva", "supervisor"), (AUDITOR, "auditor")):
        office.run("ana", "user", "add", office.vault, "--name", name, "--role", role, "--kdf", "cheap", more=[PHRASE[name]])
    for person in planter.people[:3]:
        paper = office.place / "purpose" / "paper.txt"
        paper.write_text(f"Acta de {planter.new_word()}\n" * 400, encoding="utf-8")
        found, _ = office.run("ana", "search", office.vault, typed=person["person.doc_number"])
        number = next(csv.DictReader(io.StringIO(found)))["number"]
        office.run("ana", "attach", "add", office.vault, number, paper, "--kind", "other")
    return planter


# --- Looking ---


def guises(text):
    """As it is, in UTF-16 either way, in hex and in base64, wherever it begins."""
    import base64

    plain = text.encode()
    yield plain
    for code in ("utf-16-le", "utf-16-be"):
        yield text.encode(code)
    yield plain.hex().encode()
    for before in range(3):
        first, last = (before * 8 + 5) // 6, (before + len(plain)) * 8 // 6
        yield base64.b64encode(b"\0" * before + plain)[first:last]


class Needles:
    """One pass over the bytes for all that was planted: stems first, for what is behind a stem is only looked at where it stands."""

    def __init__(self, planter):
        stems = [guise for stem in (STEM, STEM.upper(), STEM.capitalize()) for guise in guises(stem)]
        self.words = re.compile(b"|".join(map(re.escape, sorted(set(stems), key=len, reverse=True))))
        self.numbers = set(number.encode() for number in planter.numbers)
        dates = set(planter.dates)
        dates |= {f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in planter.dates} | {day.replace("-", "") for day in planter.dates}
        self.dates = set(date.encode() for date in dates)

    def found(self, data, dates=True):
        """What it is, without the bytes."""
        if self.words.search(data):
            yield "a planted word"
        digits = DIGITS.encode()
        if any(match.group() in self.numbers for match in re.finditer(digits + rb"\d{4}", data)):
            yield "a planted number"
        wide = re.sub(rb"(?<=\d)\0(?=\d)", b"", data) if digits[:1] + b"\0" + digits[1:2] in data else b""
        if any(match.group() in self.numbers for match in re.finditer(digits + rb"\d{4}", wide)):
            yield "a planted number, wide"
        if dates and any(match.group() in self.dates for match in re.finditer(rb"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}", data)):
            yield "a planted date"


def look_below(needles, *places):
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            yield from (f"the name of {path.name}: {what}" for what in needles.found(str(path.name).encode(), dates=False))
            if path.is_file():
                yield from (f"{path.name}: {what}" for what in needles.found(path.read_bytes()))


def memory_of(pid):
    """All that the process may read, as root sees it; what cannot be read (guard pages) is left out."""
    pieces = []
    with open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            start, end = (int(part, 16) for part in span.split("-"))
            # Of 16 TiB is the map that AddressSanitizer keeps of what may be touched; it holds nothing that is written.
            if rights[0] != "r" or "[v" in line or end - start > 1 << 36:
                continue
            try:
                memory.seek(start)
                pieces.append(memory.read(end - start))
            except (OSError, OverflowError, ValueError):
                continue
    return b"".join(pieces)


def dump_while_writing(office, who, words):
    """Runs a command until it can write no further, and takes its memory then."""
    import fcntl

    read, write = os.pipe()
    fcntl.fcntl(write, 1031, 4096)  # F_SETPIPE_SZ
    process = office.start(who, words, stdout=write, stderr=subprocess.DEVNULL)
    os.close(write)
    deadline = time.monotonic() + 30
    state = ""
    while time.monotonic() < deadline and process.poll() is None:
        state = Path(f"/proc/{process.pid}/wchan").read_text(encoding="ascii", errors="replace")
        if "pipe" in state:
            break
        time.sleep(0.02)
    try:
        memory = memory_of(process.pid) if process.poll() is None else b""
    except PermissionError:
        memory = None
    os.close(read)
    process.wait()
    return memory


# --- Keys ---


def keys_of(slot, vault, passphrase):
    """FORMAT.md 2.1: both key pairs of a slot by its passphrase."""
    sodium = reader.sodium
    key = sodium.crypto_pwhash_alg(32, passphrase, slot.salt, slot.passes, slot.memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
    seed = reader.xchacha(slot.seed_sealed, vault + slot.user + slot.data[448:456], slot.seed_nonce, key)
    if seed is None:
        return None
    return key, seed, sodium.crypto_box_seed_keypair(reader.kdf(seed, b"ampseed1", 1)), reader.kdf(seed, b"ampseed1", 2)


def open_parcel(path, passphrase):
    """FORMAT.md 13, by another program: the payload of a pack."""
    sodium, data = reader.sodium, path.read_bytes()
    reader.must(data[:16] == b"AMPPACK1" + bytes([1, 0, 0, 0, 1, 0, 0, 0]), "head of the parcel")
    vault, slot = data[16:32], reader.Slot(data[200:744], data[744:760])
    message = b"amparo parcel 1" + reader.blake(data[:-64])
    reader.must(reader.signed(data[-64:], message, data[104:136]), "signature of the parcel")
    reader.must(reader.signed(data[136:200], b"amparo parcel sender 1" + data[16:136], data[32:64]), "certificate")
    keys = keys_of(slot, vault, passphrase)
    if keys is None:
        raise reader.Refused("passphrase")
    file_key = reader.opened(sodium.crypto_box_seal_open, data[768:848], *keys[2])
    reader.must(file_key is not None, "the recipient")
    state = sodium.crypto_secretstream_xchacha20poly1305_state()
    sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, data[848:872], file_key)
    plain, tag = b"", None
    for at in range(872, len(data) - 64, 65536 + 17):
        chunk = data[at : min(at + 65536 + 17, len(data) - 64)]
        piece, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, chunk, data[:872])
        plain += piece
    reader.must(tag == sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL, "the end of the parcel")
    return plain[8 : 8 + reader.number(plain, 0, 8)]


def every_way_in(office, passphrase, role="auditor"):
    """What the passphrase of the one user of a role opens of the vault, but for her own seed. The locks that were tried are counted."""
    keyring, _ = reader.Keyring.newest((Path(office.vault) / "keyring").read_bytes())
    active = [slot for slot in keyring.slots if slot.state != 0]
    her = next(slot for slot in active if reader.ROLES[slot.role] == role)
    keys = keys_of(her, keyring.vault, passphrase)
    reader.must(keys is not None, "her own slot does not open")
    password_key, seed, pair, sign_seed = keys
    boxes = [(f"grant of slot {i}", slot.grant) for i, slot in enumerate(keyring.slots)]
    boxes.append(("grant of the recovery", keyring.extension[56:232]))
    boxes += [(f"bytes {at} of the extension", keyring.extension[at : at + 176]) for at in range(0, 592, 8)]
    secrets = [pair[1], seed, sign_seed, password_key, reader.sodium.crypto_box_seed_keypair(seed)[1]]
    tried = 0
    for name, box in boxes:
        for secret in secrets:
            public = reader.sodium.crypto_scalarmult_base(secret)
            tried += 1
            if reader.opened(reader.sodium.crypto_box_seal_open, box, public, secret) is not None:
                yield f"{name} opens"
    for slot in active:
        if slot is not her and keys_of(slot, keyring.vault, passphrase):
            yield "the seed of another slot opens"
        for key in secrets:
            tried += 1
            if reader.xchacha(slot.seed_sealed, keyring.vault + slot.user + slot.data[448:456], slot.seed_nonce, key) and slot is not her:
                yield "the seed of another slot opens by a key of hers"
            if reader.xchacha(slot.login_sealed, slot.lookup, slot.login_nonce, reader.subkey(key, 5)):
                yield "a login opens"
    for kind in ("casework", "identity"):
        data = (Path(office.vault) / f"{kind}.db").read_bytes()
        for key in secrets:
            for at in (0, reader.PAGE):
                tried += 1
                try:
                    reader.Superblock(data[at : at + reader.PAGE], kind, keyring.vault, key, kind)
                except (reader.Damaged, reader.Newer):
                    continue
                yield f"{kind}.db opens by a key of hers"
    if tried < 400:
        yield f"only {tried} locks were tried"


def refused_commands(office):
    """What she might run with her passphrase; each must end with 3 (no key) and give nothing."""
    out = office.place / "purpose" / "stolen"
    tries = [
        ["verify"], ["export", "--format", "amparo-csv", "--output", out], ["search"], ["audit", "list"], ["attach", "list", "1"],
        ["counts", "--unit", "persons", "--by", "region"], ["referral", "list"], ["review", "list"], ["backup", out],
        ["review", "make", "--for", AUDITOR, "--output", out], ["duplicates"], ["recovery", "make", "--output", out], ["rekey"],
    ]  # fmt: skip
    for words in tries:
        n = 2 if words[0] in ("audit", "attach", "referral", "user", "review", "recovery") else 1
        said, status = office.run(AUDITOR, *words[:n], office.vault, *words[n:], ends=None)
        if status != 3 or said:
            yield f"{' '.join(map(str, words[:n]))} ended with {status}"
        if out.exists():
            yield f"{' '.join(map(str, words[:n]))} wrote a file"
    listed, _ = office.run(AUDITOR, "user", "list", office.vault, ends=None)
    if any(name in listed for name in SUPERVISORS):
        yield "a login of somebody else is listed"


# --- Linkage ---


def bands_of(person, level):
    """The ages that somebody who knows her year of birth, her band and her intake may think of."""
    years = []
    born, intake = person["person.birth_date"] or person["person.birth_year"], person["case.opened_on"][:4]
    if born[:4].isdigit() and intake.isdigit():
        years = [int(intake) - int(born[:4]) - 1, int(intake) - int(born[:4])]
    elif found := re.match(r"(\d+)(--|\+)(\d*)", person["person.age_band"]):
        years = list(range(int(found[1]), int(found[3] or 99) + 1))
    fine = {"0-17" if age < 18 else "18-29" if age < 30 else "30-47" if age < 48 else "48+" for age in years} | {"unknown"}
    return {recount.coarser("age", band, level) for band in fine}


def knows(person, pack):
    """Of each quasi column, what an attacker who knows all of the person's file expects to read."""
    expected = {
        "sex": {person["person.sex_registered"] or "unknown"},
        "age": bands_of(person, pack.level),
        "place": {recount.coarser("place", person["case.office_region"], pack.level)},
        "year": {person["case.opened_on"][:4], "unknown"},
    }
    return [expected[name] for name in pack.quasi]


def secret_of(person):
    kinds = person["situation.exploitation_type"].split(";")
    return "several" if len(kinds) > 1 else kinds[0] or "none"


def linkage(pack, people):
    """Nobody is in a class of fewer than k; nothing of anybody is certain; nor is anybody found by one secret that is known."""
    classes = collections.defaultdict(list)
    for quasi, values in zip(pack.values(pack.quasi), pack.values(pack.sensitive)):
        classes[quasi].append(values)
    met, certain, best = 0, 0, 0.0
    secrets = [row[0] for row in pack.values(["exploitation"])]
    records = list(zip(pack.values(pack.quasi), secrets))
    for person in people:
        expected = knows(person, pack)
        for quasi in itertools.product(*expected):
            rows = classes.get(quasi)
            if not rows:
                continue
            met += 1
            if len(rows) < pack.k:
                yield "a class of fewer than k"
            for column in zip(*rows):
                counts = collections.Counter(column)
                hidden = counts.pop("*", 0)
                if counts and len(counts) + (hidden > 0) < 2:
                    certain += 1
                best = max(best, max(counts.values(), default=0) / len(rows))
        for few in itertools.combinations(range(len(pack.quasi)), 2):
            matches = [secret for quasi, secret in records if all(quasi[i] in expected[i] for i in few)]
            alike = matches.count(secret_of(person)) or matches.count("*")
            if 0 < alike < pack.k:
                yield "a known secret and what else is known point at fewer than k"
    if certain:
        yield f"{certain} certain values"
    if best > pack.share / 100:
        yield f"a guess is right in {100 * best:.0f} of 100"
    if not met:
        yield "the attacker meets nobody: nothing was tested"
    print(f"# linkage: {len(people)} people known, {met} of their classes met in the pack, the best guess right in {100 * best:.0f} of 100")


def fingerprints(one, other):
    """How many records of two packs agree in all process columns with exactly one of the other: nothing is promised of it, it is told."""
    def by_process(pack):
        names = recount.columns_of(pack.level)[2] + [name for name in pack.quasi if name in one.quasi and name in other.quasi]
        rows = collections.Counter(pack.values(names))
        return {row for row, n in rows.items() if n == 1}

    return len(by_process(one) & by_process(other))


def spoilt(pack):
    """The same with one record of the largest class alone, and another class in which all have one value: both have to be noticed."""
    worse, classes = copy.deepcopy(pack), pack.classes()
    largest = max(classes, key=lambda key: (classes[key], key))
    rows = [row for row, quasi in zip(worse.rows, pack.values(pack.quasi)) if quasi == largest]
    place = recount.header_of(pack.level).split(",").index("services")
    worse.rows = [rows[0]]
    worse.n = 1
    rows[0][place] = "1"
    return worse


# --- The packs ---


class Packs:
    """What the supervisor makes for the auditor: two samples, and everybody by two people."""

    def __init__(self, office):
        self.office, self.paths = office, [office.place / name for name in ("one.pack", "two.pack", "all.pack")]
        for path in self.paths[:2]:
            self.make(path)
        self.make(self.paths[2], "--sample", 100, "--approval", self.approved("--sample", 100))
        self.texts = [open_parcel(path, PHRASE[AUDITOR].encode()) for path in self.paths]
        self.packs = [recount.Pack(text) for text in self.texts]

    def make(self, path, *more, ends=0):
        return self.office.run("ana", "review", "make", self.office.vault, "--for", AUDITOR, "--output", path, *more, ends=ends)

    def approved(self, *more):
        """Asked for by one supervisor, approved by the other."""
        out = self.office.place / "refused.pack"
        self.make(out, *more, "--reason", "encargo", ends=None)
        return self.approve()

    def approve(self):
        listed, _ = self.office.run("eva", "approvals", "list", self.office.vault)
        waiting = [row for row in csv.DictReader(io.StringIO(listed)) if row["decision"] == "pending"]
        number = waiting[0]["id"]
        self.office.run("eva", "approvals", "decide", self.office.vault, number, "--approve")
        return number

    def resolve(self, line, code):
        self.office.run("ana", "review", "resolve", self.office.vault, line, code, "--reason", "hallazgo", ends=None)
        said, _ = self.office.run("ana", "review", "resolve", self.office.vault, line, code, "--approval", self.approve())
        return said.strip()


def codes_hold(packs, people):
    """No code in two packs; one code is one case, and its record that of the case."""
    for one, other in itertools.combinations(packs.packs, 2):
        if set(one.codes) & set(other.codes):
            yield "two packs share a code"
    listed, _ = packs.office.run("ana", "review", "list", packs.office.vault)
    lines = [row["id"] for row in csv.DictReader(io.StringIO(listed))]
    pack = packs.packs[0]
    at = pack.n // 2
    numbers = {packs.resolve(lines[0], pack.codes[at]) for _ in range(2)}
    if len(numbers) != 1:
        yield "one code led to two cases"
    person = next((person for person in people if person["case.number"] in numbers), None)
    if person is None:
        yield "a code leads to no case of the office"
    elif not all(value in expected for value, expected in zip(pack.values(pack.quasi)[at], knows(person, pack))):
        yield "a code leads to somebody else"


def samples_apart(packs):
    """The office's own word in the pack: its ledger takes no case twice in a round (tests/store/test-reviews.c)."""
    rounds = [pack.round for pack in packs.packs]
    if rounds != [1, 1, 2]:
        yield f"two samples and everybody are of the rounds {rounds}"


def rules_hold(packs):
    for text, pack in zip(packs.texts, packs.packs):
        rule = recount.verdict(text)
        if rule:
            yield rule
        if pack.n < pack.k:
            yield "hardly anybody is in the pack"


def what_is_planted_is_nowhere(office, packs, needles):
    out = office.place / "records.csv"
    office.run(AUDITOR, "review", "export", packs.paths[2], "--output", out)
    office.run(AUDITOR, "review", "show", packs.paths[2])
    office.run(AUDITOR, "review", "verify", packs.paths[2])
    office.run("ana", "review", "list", office.vault)
    yield from look_below(needles, office.place / "home", office.place / "tmp", office.place / "logs", Path(office.vault), out, *packs.paths)
    for text, pack in zip(packs.texts, packs.packs):
        yield from (f"a payload: {what}" for what in needles.found(text))
        made = set(re.findall(rb"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}", text))
        if len(made) != 1:
            yield f"{len(made)} dates in a payload"
        if DIGITS.encode() in text.replace(b",", b" ").split(b"[chain]")[0].split(b"[records]")[1]:
            yield "digits of a planted number in a record"


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        office = Office(os.path.abspath(sys.argv[1]), Path(folder))
        planter = fill(office)
        needles = Needles(planter)
        report.case(f"{planter.n()} identifiers are planted, and found where they are", planted_is_found(office, planter, needles))
        packs = Packs(office)
        report.case("every rule holds in the packs by a recount", rules_hold(packs))
        report.case("no identifier is in a pack, an export, a temporary file or a log", what_is_planted_is_nowhere(office, packs, needles))
        memory = dump_while_writing(office, AUDITOR, ["review", "export", packs.paths[2], "--output", "-"])
        if memory is None:
            print("# no right to read the memory of a process: left out")
        else:
            report.case("no identifier is in the memory of her process", memory_problems(memory, packs, needles))
        report.case("her passphrase and keys open no grant, no database, no login", every_way_in(office, PHRASE[AUDITOR].encode()))
        report.case("a supervisor's do open hers, so the attack is one", [] if opens_hers(office) else ["nothing opened"])
        report.case("no command gives her anything of the vault", refused_commands(office))
        for pack in packs.packs:
            report.case(f"who knows everybody finds nobody among {pack.n} records", linkage(pack, planter.people))
        worse = set(linkage(spoilt(packs.packs[2]), planter.people))
        report.case("who knows everybody finds somebody in a pack that is no good", [] if len(worse) > 1 else [worse])
        report.case("no two packs share a code, and one code is one case", codes_hold(packs, planter.people))
        report.case("two samples are of one round, so share no case; everybody begins another", samples_apart(packs))
        print(f"# {fingerprints(*packs.packs[:2])} records of two samples agree in all process columns, and with no other")
    report.end()


def opens_hers(office):
    return any("grant" in what for what in every_way_in(office, PHRASE["ana"].encode(), "supervisor"))


def planted_is_found(office, planter, needles):
    found = list(look_below(needles, office.place / "purpose" / "planted.csv"))
    for what in ("word", "number", "date"):
        if not any(f"planted {what}" in line for line in found):
            yield f"no planted {what} is found where it is"
    if planter.n() < min(IDENTIFIERS, 2000):
        yield f"only {planter.n()}"


def memory_problems(memory, packs, needles):
    """The dump is one: her records are in it."""
    if packs.packs[2].codes[0].encode() not in memory:
        yield "the dump lacks what she reads"
    yield from needles.found(memory)


if __name__ == "__main__":
    main()

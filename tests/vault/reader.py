#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A reader of vaults, written from src/vault/FORMAT.md alone: it proves the document. It shares no code with the program, writes
# nothing, and needs Debian's python3-nacl and python3-cryptography. Numbers in comments are sections of FORMAT.md.
"""Reads a vault, or a backup of one. The passphrase comes on standard input.

    reader.py VAULT --login NAME               the tables of both databases, with their number of rows
    reader.py VAULT --login NAME --table NAME  the rows of a table as CSV (NAME, casework.NAME or identity.NAME)
    reader.py VAULT --login NAME --verify      all that was checked, and what SQLite says of the contents
    reader.py FILE.amparo-backup ...           the same of a backup
    reader.py VAULT --sheet WORDS              checks a recovery sheet: 24 words, in quotes
    reader.py VAULT --sheet WORDS --sheet WORDS [--table, --verify]   two sheets open the vault, without login and passphrase

Exit status: 0; 1 wrong login, passphrase or sheet; 2 damaged, with where; 64 wrong use.
"""

import argparse
import csv
import hashlib
import hmac
import itertools
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

import nacl.bindings as sodium
import nacl.exceptions
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESOCB3

PAGE = 4096
SEALED = PAGE - 40  # bytes of ciphertext in a page; nonce 24 and tag 16 follow
COPY = 36864  # bytes of a copy of the keyring
SLOTS, SLOT, SLOTS_AT = 64, 544, 128
EXTENSION_AT, MEMORY_AT = 34944, 35712
KINDS = {"casework": 1, "identity": 2}
ROLES = {1: "supervisor", 2: "caseworker", 3: "auditor"}
WORDS = Path(__file__).resolve().parents[2] / "data/recovery/words.txt"


class Refused(Exception):
    """The login, passphrase or sheet is wrong."""


class Damaged(Exception):
    """Something is not as FORMAT.md says; the message says where."""


class Foreign(Damaged):
    """A superblock of another vault, database or key."""


def must(holds, where):
    if not holds:
        raise Damaged(where)


def number(data, at, size=4):
    return int.from_bytes(data[at : at + size], "little")


def cut(data, *sizes):
    """Data cut in pieces of these sizes."""
    ends = list(itertools.accumulate(sizes, initial=0))
    return [data[start:end] for start, end in zip(ends, ends[1:])]


def blake(data, key=b"", size=32):
    return hashlib.blake2b(data, key=key, digest_size=size).digest()


def kdf(key, context, n):
    """libsodium's crypto_kdf: BLAKE2b of nothing, with the number as salt and the context as personalisation."""
    return hashlib.blake2b(b"", key=key, salt=n.to_bytes(16, "little"), person=context.ljust(16, b"\0"), digest_size=32).digest()


def subkey(key, n):
    return kdf(key, b"amparov1", n)


def same(a, b):
    return hmac.compare_digest(a, b)


def xchacha(sealed, data, nonce, key):
    """What was sealed, or None."""
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, data, nonce, key)
    except nacl.exceptions.CryptoError:
        return None


def sealed_box(box, public, secret):
    try:
        return sodium.crypto_box_seal_open(box, public, secret)
    except nacl.exceptions.CryptoError:
        return None


def signed(signature, message, public):
    try:
        return sodium.crypto_sign_open(signature + message, public) == message
    except nacl.exceptions.CryptoError:
        return False


# --- 2. keyring -------------------------------------------------------------------------------------------------------------------


@dataclass
class Slot:
    """2. One user."""

    data: bytes

    def __post_init__(self):
        self.state, self.role = self.data[0], self.data[1]
        self.user = self.data[8:16]
        self.lookup, self.box_public, self.sign_public = cut(self.data[16:], 16, 32, 32)
        self.login_nonce, self.login_sealed = cut(self.data[96:], 24, 80)
        self.grant = self.data[200:376]
        self.decided = self.data[:384]
        self.signature = self.data[384:448]
        self.passes, self.memory = number(self.data, 448), number(self.data, 452)
        self.salt, self.seed_nonce, self.seed_sealed = cut(self.data[456:], 16, 24, 48)


@dataclass
class Keys:
    """2.1, 4: what a grant holds."""

    case: bytes
    identity: bytes

    def of(self, kind):
        return self.case if kind == "casework" else self.identity


class Keyring:
    """2. One copy of the keyring."""

    def __init__(self, data, where="keyring"):
        must(len(data) == COPY, f"{where}: cut short")
        must(data[:8] == b"AmparoKR", f"{where}: not a keyring")
        must(same(blake(data[:-32]), data[-32:]), f"{where}: checksum")
        self.version = number(data, 8)
        must(self.version <= 2, f"{where}: version {self.version}, newer than this reader")
        must(number(data, 12) == SLOTS, f"{where}: number of slots")
        self.where, self.data = where, data
        self.generation = number(data, 16, 8)
        self.vault, self.granting = cut(data[24:], 16, 32)
        self.erased = number(data, 72) == 1
        self.slots = [Slot(data[at : at + SLOT]) for at in range(SLOTS_AT, EXTENSION_AT, SLOT)]
        self.extension = data[EXTENSION_AT : EXTENSION_AT + 768]
        self.memory = data[MEMORY_AT : MEMORY_AT + 64]

    @classmethod
    def newest(cls, data):
        """2.3. The newer copy that reads."""
        copies, faults = [], []
        for place in (0, 1):
            try:
                copy = cls(data[place * COPY : (place + 1) * COPY], f"keyring, copy {place}")
                must(copy.generation % 2 == place, f"{copy.where}: in the other's place")
                copies.append(copy)
            except Damaged as fault:
                faults.append(str(fault))
        must(copies, "; ".join(faults))
        return max(copies, key=lambda copy: copy.generation), faults

    def check_signatures(self):
        """2.2, 2.5. That supervisors decided each slot, and all of them together."""
        for i, slot in enumerate(self.slots):
            if slot.state != 0:
                must(signed(slot.signature, self.vault + slot.decided, self.granting), f"{self.where}: signature of slot {i}")
        if self.version >= 2:
            all_slots = b"".join(slot.decided for slot in self.slots)
            message = self.vault + all_slots + self.extension[:704]
            must(signed(self.extension[704:], message, self.granting), f"{self.where}: signature of the extension")

    def slot_of(self, login):
        lookup = blake(login.encode(), self.vault, 16)
        for slot in self.slots:
            if slot.state == 1 and same(slot.lookup, lookup):
                return slot
        raise Refused("wrong login or passphrase")

    def unlock(self, login, passphrase):
        """2.1. The slot of a login, and its keys: none for auditors."""
        slot = self.slot_of(login)
        must(1 <= slot.passes <= 16 and 8 <= slot.memory <= 4 << 20, f"{self.where}: Argon2id parameters")
        key = sodium.crypto_pwhash_alg(32, passphrase, slot.salt, slot.passes, slot.memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
        bound = self.vault + slot.user + slot.data[448:456]
        seed = xchacha(slot.seed_sealed, bound, slot.seed_nonce, key)
        if seed is None:
            raise Refused("wrong login or passphrase")
        box_public, box_secret = sodium.crypto_box_seed_keypair(kdf(seed, b"ampseed1", 1))
        sign_public, _ = sodium.crypto_sign_seed_keypair(kdf(seed, b"ampseed1", 2))
        must(box_public == slot.box_public and sign_public == slot.sign_public, f"{self.where}: public keys of a slot")
        if ROLES.get(slot.role) == "auditor":
            must(not any(slot.grant), f"{self.where}: an auditor has a grant")
            return slot, None
        return slot, self.open_grant(slot.grant, box_public, box_secret, slot.role == 1)

    def open_grant(self, box, public, secret, supervisor):
        grant = sealed_box(box, public, secret)
        must(grant is not None and len(grant) == 128, f"{self.where}: grant")
        case, identity, granting, seed = cut(grant, 32, 32, 32, 32)
        must(granting == self.granting, f"{self.where}: the grant is of another granting key")
        if supervisor:
            must(sodium.crypto_sign_seed_keypair(seed)[0] == granting, f"{self.where}: granting seed")
        else:
            must(not any(seed), f"{self.where}: granting seed of one who is no supervisor")
        return Keys(case, identity)

    def remembered(self, keys):
        """2.6. The sequences of both databases when the vault was last closed."""
        if self.version < 2 or not any(self.memory):
            return 0, 0
        mac = blake(self.vault + self.memory[:32], subkey(keys.case, 8))
        must(same(mac, self.memory[32:]), f"{self.where}: memory")
        must(number(self.memory, 16, 8) <= self.generation, f"{self.where}: older than its memory")
        return number(self.memory, 0, 8), number(self.memory, 8, 8)

    def logins(self, keys):
        """Role, state and login of each user."""
        for i, slot in enumerate(self.slots):
            if slot.state != 0:
                login = xchacha(slot.login_sealed, slot.lookup, slot.login_nonce, subkey(keys.case, 5))
                must(login is not None, f"{self.where}: login of slot {i}")
                login = login.rstrip(b"\0")
                must(same(blake(login, self.vault, 16), slot.lookup), f"{self.where}: lookup of slot {i}")
                yield ROLES.get(slot.role, "?"), ("", "active", "disabled")[slot.state], login.decode(errors="replace")


# --- 9. recovery sheets -----------------------------------------------------------------------------------------------------------


def gf_tables():
    """GF(2^8) as libgfshare has it: modulo x^8 + x^4 + x^3 + x^2 + 1, generator 2."""
    power, value = [], 1
    for _ in range(255):
        power.append(value)
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return power, {value: i for i, value in enumerate(power)}


def gf_multiply(a, b, power, log):
    return power[(log[a] + log[b]) % 255] if a and b else 0


def gf_divide(a, b, power, log):
    return power[(log[a] - log[b]) % 255] if a else 0


class Sheet:
    """9. A recovery sheet, checked alone."""

    def __init__(self, words, keyring):
        known = {word: i for i, word in enumerate(WORDS.read_text().split())}
        words = words.lower().split()
        unknown = [word for word in words if word not in known]
        if unknown or len(words) != 24:
            raise Refused(f"sheet: not a word of the list: {' '.join(unknown)}" if unknown else f"sheet: {len(words)} words, not 24")
        data = bytes(known[word] for word in words)
        if not same(blake(data[:19], keyring.vault)[:5], data[19:]):
            raise Refused("sheet: a word is mistyped, or it is of another vault")
        self.version, self.x, self.set, self.share = data[0], data[1], data[2], data[3:19]
        must(self.version == 1 and 1 <= self.x <= 3, "sheet: version or number")
        must(keyring.version >= 2 and number(keyring.extension, 0) == 1, "keyring: no recovery was made")
        hashes = cut(keyring.extension[232:], 32, 32, 32)
        if self.set != number(keyring.extension, 12) % 256 or not same(blake(data, keyring.vault), hashes[self.x - 1]):
            raise Refused("sheet: of an older set")


def recover(keyring, one, two):
    """9. The line through both points of each byte, at x = 0; then the recovery grant."""
    if one.x == two.x:
        raise Refused("sheet: twice the same")
    power, log = gf_tables()
    secret = bytearray()
    for a, b in zip(one.share, two.share):
        above = gf_multiply(a, two.x, power, log) ^ gf_multiply(b, one.x, power, log)
        secret.append(gf_divide(above, one.x ^ two.x, power, log))
    public, private = sodium.crypto_box_seed_keypair(blake(bytes(secret), keyring.vault))
    must(public == keyring.extension[24:56], "sheets: they give another recovery key")
    return keyring.open_grant(keyring.extension[56:232], public, private, True)


# --- 3. superblock ----------------------------------------------------------------------------------------------------------------


class Superblock:
    """3. A state of a database."""

    def __init__(self, data, kind, vault, key, where):
        must(len(data) == PAGE, f"{where}: cut short")
        if not same(blake(data[:4064]), data[4064:]):
            raise (Damaged if data[:8] == b"AmparoDB" else Foreign)(f"{where}: checksum")
        version = number(data, 8)
        must(version <= 2, f"{where}: version {version}, newer than this reader")
        must(version == 2, f"{where}: version {version}, which this reader does not read")
        if (
            data[:8] != b"AmparoDB"
            or data[40:56] != vault
            or number(data, 16) != KINDS[kind]
            or not same(blake(data[:4032], subkey(key, 3)), data[4032:4064])
        ):
            raise Foreign(f"{where}: foreign")
        self.where, self.cipher, self.file_id = where, number(data, 20), data[24:40]
        must(number(data, 12) == PAGE, f"{where}: page size")
        must(self.cipher in (1, 2), f"{where}: cipher {self.cipher}")
        self.sequence, self.sister, self.generation = (number(data, at, 8) for at in (56, 64, 72))
        self.pages, self.seal = number(data, 80), data[88:120]
        must(xchacha(data[144:192], self.file_id, data[120:144], subkey(key, 7)) is not None, f"{where}: hash key")
        self.page_key = subkey(key, 1 if self.cipher == 1 else 6)


def open_page(page, n, superblock):
    """4. The plaintext of page n, or None."""
    sealed, nonce, tag = cut(page, SEALED, 24, 16)
    bound = superblock.file_id + n.to_bytes(4, "little")
    if superblock.cipher == 1:
        return xchacha(sealed + tag, bound, nonce, superblock.page_key)
    if any(nonce[15:]):
        return None
    try:
        return AESOCB3(superblock.page_key).decrypt(nonce[:15], sealed + tag, bound)
    except InvalidTag:
        return None


def seal_of(tags, file_id):
    """6. The seal of all tags."""
    leaves = (tags[at : at + 256 * 16] for at in range(0, len(tags), 256 * 16))
    pages = (len(tags) // 16).to_bytes(4, "little")
    return blake(file_id + pages + b"".join(blake(leaf) for leaf in leaves))


# --- 5. database, undo and tags ---------------------------------------------------------------------------------------------------


class Database:
    """3 to 6. The superblocks of a database, and the pages of each."""

    def __init__(self, name, superblocks, body, key, undo=b"", tags=b""):
        self.name, self.superblocks, self.body, self.key, self.undo, self.tags = name, superblocks, body, key, undo, tags
        self.superblocks.sort(key=lambda superblock: -superblock.sequence)

    def undo_pages(self, superblock):
        """5. Pages of the undo batches that lead back to this superblock."""
        pages, at, batch = {}, 0, 0
        while self.undo[at : at + 8] == b"AmparoUN" and number(self.undo, at + 8) == 1:
            count = number(self.undo, at + 12)
            hash_at = at + 64 + 4 * count
            end = hash_at + 32 + PAGE * count
            if count == 0 or end > len(self.undo):
                break
            numbers = [number(self.undo, at + 64 + 4 * i) for i in range(count)]
            copies = [self.undo[start : start + PAGE] for start in range(hash_at + 32, end, PAGE)]
            hashed = self.undo[at:hash_at] + b"".join(copy[-16:] for copy in copies)
            if not same(blake(hashed, subkey(self.key, 2)), self.undo[hash_at : hash_at + 32]):
                break
            head = (self.undo[at + 16 : at + 32], number(self.undo, at + 32, 8), number(self.undo, at + 40))
            if head != (superblock.file_id, superblock.sequence, batch):
                break
            for n, copy in zip(numbers, copies):
                must(1 <= n <= superblock.pages and n not in pages, f"{self.name}-undo: page {n}")
                pages[n] = copy
            at, batch = end, batch + 1
        return pages

    def laid_over(self, superblock):
        """The sealed pages of a state: the file's, with its undo batches laid over."""
        undo = self.undo_pages(superblock)
        return [undo.get(n, self.body[(n - 1) * PAGE : n * PAGE]) for n in range(1, superblock.pages + 1)]

    def at_rest(self, superblock):
        """5.1, step 2. Nothing to undo, and a tags file that fits."""
        head = b"AmparoTG" + (1).to_bytes(4, "little") + superblock.pages.to_bytes(4, "little")
        head += superblock.file_id + superblock.sequence.to_bytes(8, "little")
        return (
            not self.undo_pages(superblock)
            and self.tags[:40] == head
            and len(self.tags) == 64 + 16 * superblock.pages
            and same(seal_of(self.tags[64:], superblock.file_id), superblock.seal)
        )

    def read(self, superblock):
        """The plaintext of a state that is whole; else Damaged, with the page."""
        pages = self.laid_over(superblock)
        at_rest = self.at_rest(superblock)
        plain = []
        for n, page in enumerate(pages, 1):
            must(len(page) == PAGE, f"{self.name}: page {n} is cut short")
            opened = open_page(page, n, superblock)
            must(opened is not None, f"{self.name}: page {n} does not authenticate")
            must(not at_rest or same(page[-16:], self.tags[48 + 16 * n : 64 + 16 * n]), f"{self.name}: page {n} is of another day")
            plain.append(opened + bytes(40))
        seal = seal_of(b"".join(page[-16:] for page in pages), superblock.file_id)
        must(same(seal, superblock.seal), f"{self.name}: the seal: pages of another day")
        return b"".join(plain)

    def states(self, notes):
        """5.1, steps 1 to 3. The states that are whole, the newest first, with their plaintext."""
        if self.at_rest(self.superblocks[0]):
            notes.append(f"{self.name}: closed, the tags file fits")
            return [(self.superblocks[0], self.read(self.superblocks[0]))]
        whole, faults = [], []
        for superblock in self.superblocks:
            try:
                whole.append((superblock, self.read(superblock)))
            except Damaged as fault:
                faults.append(str(fault))
                notes.append(f"{self.name}: sequence {superblock.sequence} is not whole ({fault})")
        must(whole, "".join(faults[:1]))
        return whole


def pair(casework, identity):
    """5.1, step 4. The newest states of both of which neither lacks its sister."""
    for (i, one), (j, two) in sorted(itertools.product(enumerate(casework), enumerate(identity)), key=lambda p: p[0][0] + p[1][0]):
        if one[0].sister <= two[0].sequence and two[0].sister <= one[0].sequence:
            return one, two
    raise Damaged("casework.db and identity.db: of different days")


# --- vault and backup -------------------------------------------------------------------------------------------------------------


class Folder:
    """1. A vault."""

    def __init__(self, path):
        self.path, self.notes = path, []
        self.keyring, faults = Keyring.newest(self.read("keyring", True))
        self.notes += [f"{fault} (the other copy is used)" for fault in faults]

    def read(self, name, needed=False):
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            must(not needed, f"{name}: missing")
            return b""

    def database(self, kind, keys):
        """The database of a kind; or that of a rekey that got as far as the keyring (8, step 4)."""
        for name in (f"{kind}.db", f"{kind}.db-rekey"):
            data, superblocks, faults = self.read(name, name.endswith("db")), [], []
            for copy in (0, 1):
                try:
                    where = f"{name}, superblock {copy}"
                    part = data[copy * PAGE : (copy + 1) * PAGE]
                    superblocks.append(Superblock(part, kind, self.keyring.vault, keys.of(kind), where))
                except Damaged as fault:
                    faults.append(fault)
            if superblocks:
                self.notes += map(str, faults)
                return Database(name, superblocks, data[2 * PAGE :], keys.of(kind), self.read(f"{name}-undo"), self.read(f"{name}-tags"))
            if not (any(isinstance(fault, Foreign) for fault in faults) and (self.path / f"{kind}.db-rekey").exists()):
                break
        raise Damaged("; ".join(map(str, faults)))

    def databases(self, keys):
        return [self.database(kind, keys) for kind in KINDS]


class Backup:
    """7. A backup: one file."""

    def __init__(self, path):
        self.data, self.notes = path.read_bytes(), []
        must(self.data[:8] == b"AmparoBK", "backup: not a backup")
        must(number(self.data, 8) == 1, f"backup: version {number(self.data, 8)}")
        self.keyring = Keyring(self.data[128 : 128 + COPY], "backup, keyring")
        must(self.data[24:40] == self.keyring.vault, "backup: the keyring is of another vault")

    def databases(self, keys):
        vault, at = self.keyring.vault, 45184
        mac = blake(self.data[:96] + self.data[128:at], subkey(keys.case, 9))
        must(same(mac, self.data[96:128]), "backup: the header does not authenticate")
        superblocks = [
            Superblock(self.data[start : start + PAGE], kind, vault, keys.of(kind), f"backup, superblock of {kind}.db")
            for kind, start in (("casework", 36992), ("identity", 41088))
        ]
        databases = []
        for kind, superblock in zip(KINDS, superblocks):
            end = at + superblock.pages * PAGE
            databases.append(Database(f"backup, {kind}.db", [superblock], self.data[at:end], keys.of(kind)))
            at = end
        must(at == len(self.data), f"backup: {len(self.data)} bytes, not {at}")
        return databases


def open_databases(source, keys):
    """Both databases as plaintext, after all that FORMAT.md has checked."""
    keyring, notes = source.keyring, source.notes
    databases = source.databases(keys)
    chosen = pair(*(database.states(notes) for database in databases))
    for database, (superblock, _), least in zip(databases, chosen, keyring.remembered(keys)):
        must(superblock.sequence >= least, f"{database.name}: sequence {superblock.sequence}, the keyring remembers {least}")
        must(superblock.generation <= keyring.generation, f"{keyring.where}: older than {database.name}")
        if database.undo_pages(superblock):
            notes.append(f"{database.name}: {len(database.undo_pages(superblock))} pages of an unfinished transaction undone")
        notes.append(f"{database.name}: sequence {superblock.sequence}, cipher {superblock.cipher}, {superblock.pages} pages, the seal holds")
    return dict(zip(KINDS, (plain for _, plain in chosen)))


# --- what it prints ---------------------------------------------------------------------------------------------------------------


def connect(plain):
    """An SQLite connection over the plaintext, in memory."""
    connection = sqlite3.connect(":memory:")
    if plain:
        connection.deserialize(plain)
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def tables(connection):
    return [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")]


def print_tables(connections):
    for kind, connection in connections.items():
        for name in tables(connection):
            print(kind, name, connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0], sep="\t")


def print_rows(connections, wanted):
    for kind, connection in connections.items():
        for name in tables(connection):
            if wanted in (name, f"{kind}.{name}"):
                rows = connection.execute(f"SELECT * FROM {quoted(name)}")
                writer = csv.writer(sys.stdout)
                writer.writerow(column[0] for column in rows.description)
                writer.writerows(rows)
                return
    raise Refused(f"no table {wanted}")


def print_checked(source, keys, connections):
    keyring = source.keyring
    print(f"{keyring.where}: version {keyring.version}, generation {keyring.generation}, all signatures hold")
    for role, state, login in keyring.logins(keys):
        print(f"user: {role}, {state}, {login}")
    print(*source.notes, sep="\n")
    for kind, connection in connections.items():
        print(f"{kind}: SQLite's own check: {connection.execute('PRAGMA integrity_check').fetchone()[0]}")


def keys_of(source, options):
    """The keys by sheets, or by login and passphrase; None where there is nothing more to open."""
    keyring = source.keyring
    must(not keyring.erased, f"{keyring.where}: erased")
    keyring.check_signatures()
    if options.sheet:
        sheets = [Sheet(words, keyring) for words in options.sheet]
        for sheet in sheets:
            print(f"sheet {sheet.x} of set {sheet.set}: right", file=sys.stderr)
        return recover(keyring, *sheets[:2]) if len(sheets) > 1 else None
    slot, keys = keyring.unlock(options.login, sys.stdin.buffer.read().rstrip(b"\n"))
    print(f"unlocked as {ROLES[slot.role]}", file=sys.stderr)
    return keys


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, exit_on_error=False)
    parser.error = lambda message: parser.exit(64, f"reader.py: {message}\n")
    parser.add_argument("vault", type=Path)
    parser.add_argument("--login")
    parser.add_argument("--sheet", action="append")
    parser.add_argument("--table")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    if not options.login and not options.sheet:
        parser.error("--login or --sheet is needed")
    try:
        source = Folder(options.vault) if options.vault.is_dir() else Backup(options.vault)
        keys = keys_of(source, options)
        if keys is None:
            return 0
        connections = {kind: connect(plain) for kind, plain in open_databases(source, keys).items()}
        if options.verify:
            print_checked(source, keys, connections)
        elif options.table:
            print_rows(connections, options.table)
        else:
            print_tables(connections)
        return 0
    except Refused as refused:
        print(f"reader.py: {refused}", file=sys.stderr)
        return 1
    except (Damaged, OSError, sqlite3.DatabaseError) as damaged:
        print(f"reader.py: {damaged}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

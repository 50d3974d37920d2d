#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A reader of vaults, written from src/vault/FORMAT.md alone: it proves the document. It shares no code with the program, writes
# nothing, and needs Debian's python3-nacl and python3-cryptography. Numbers in comments are sections of FORMAT.md.
"""Reads a vault, or a backup of one. The passphrase comes on standard input.

    reader.py VAULT --login NAME               the tables of both databases, with their number of rows
    reader.py VAULT --login NAME --table NAME  the rows of a table as CSV, bytes in hexadecimal (NAME, casework.NAME or identity.NAME)
    reader.py VAULT --login NAME --verify      all that was checked, and what SQLite says of the contents
    reader.py FILE.amparo-backup ...           the same of a backup
    reader.py VAULT --sheet WORDS              checks a recovery sheet: 24 words, in quotes
    reader.py VAULT --sheet WORDS --sheet WORDS [--table, --verify]   two sheets open the vault, without login and passphrase

Exit status: 0; 1 wrong login, passphrase or sheet; 2 damaged, with where; 64 wrong use.
"""

import argparse
import csv
import hashlib
import itertools
import sqlite3
import sys
from pathlib import Path

import nacl.bindings as sodium
import nacl.exceptions
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESOCB3

PAGE = 4096
COPY = 36864  # bytes of a copy of the keyring
KINDS = {"casework": 1, "identity": 2}
ROLES = {1: "supervisor", 2: "caseworker", 3: "auditor"}
WORDS = Path(__file__).resolve().parents[2] / "data/recovery/words.txt"


class Refused(Exception):
    """The login, passphrase or sheet is wrong."""


class Damaged(Exception):
    """Something is not as FORMAT.md says; the message says where."""


class Foreign(Damaged):
    """A superblock of another vault, database or key."""


class Newer(Exception):
    """Of a version after those that FORMAT.md knows: one such copy refuses the file, whatever the other says."""


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


def opened(function, *arguments):
    """What a function of libsodium opens, or None."""
    try:
        return function(*arguments)
    except nacl.exceptions.CryptoError:
        return None


def xchacha(sealed, data, nonce, key):
    return opened(sodium.crypto_aead_xchacha20poly1305_ietf_decrypt, sealed, data, nonce, key)


def signed(signature, message, public):
    return opened(sodium.crypto_sign_open, signature + message, public) == message


# --- 2. keyring -------------------------------------------------------------------------------------------------------------------


class Slot:
    """2. One user."""

    def __init__(self, data, pin):
        self.data, self.pin = data, pin
        self.state, self.role, self.user = data[0], data[1], data[8:16]
        self.lookup, self.box_public, self.sign_public, self.login_nonce, self.login_sealed, self.grant = cut(data[16:], 16, 32, 32, 24, 80, 176)
        self.decided, self.signature = data[:384], data[384:448]
        self.passes, self.memory = number(data, 448), number(data, 452)
        self.salt, self.seed_nonce, self.seed_sealed = cut(data[456:], 16, 24, 48)

    def is_proper(self):
        return not any(self.data[2:8]) if self.state in (1, 2) and self.role in ROLES else not any(self.data)


class Keyring:
    """2. One copy of the keyring."""

    def __init__(self, data, where="keyring"):
        must(len(data) == COPY and data[:8] == b"AmparoKR", f"{where}: not a keyring")
        must(blake(data[:-32]) == data[-32:], f"{where}: checksum")
        self.where, self.version, self.generation = where, number(data, 8), number(data, 16, 8)
        if self.version > 2:
            raise Newer(f"{where}: version {self.version}")
        self.vault, self.granting = cut(data[24:], 16, 32)
        self.erased = number(data, 72) == 1
        self.extension, self.memory, pins = cut(data[34944:], 768, 64, 1024)
        self.slots = [Slot(data[128 + i * 544 : 672 + i * 544], pins[i * 16 : i * 16 + 16]) for i in range(64)]
        zeros = data[72:128] + data[34944:36832] if self.version == 1 else data[76:128] + self.extension[328:704] + self.memory[24:32] + data[36800:36832]
        proper = self.version > 0 and number(data, 12) == 64 and number(data, 72) <= 1 and not any(zeros)
        must(proper and all(slot.is_proper() for slot in self.slots), f"{where}: something that is not described, or is not zero")

    @classmethod
    def newest(cls, data):
        """2.3. The newer copy that reads, and what is wrong with the other."""
        copies, faults = [], []
        for place in (0, 1):
            try:
                copies.append(cls(data[place * COPY : (place + 1) * COPY], f"keyring, copy {place}"))
            except Damaged as fault:
                faults.append(str(fault))
        must(copies, "; ".join(faults))
        return max(copies, key=lambda copy: copy.generation), faults

    def check_signatures(self):
        """2.2, 2.5. That supervisors decided each slot, and all of them together."""
        must(not self.erased, f"{self.where}: erased")
        for i, slot in enumerate(self.slots):
            if slot.state != 0:
                must(signed(slot.signature, self.vault + slot.decided, self.granting), f"{self.where}: signature of slot {i}")
        if self.version >= 2:
            message = self.vault + b"".join(slot.decided for slot in self.slots) + self.extension[:704]
            must(signed(self.extension[704:], message, self.granting), f"{self.where}: signature of the extension")

    def unlock(self, login, passphrase, notes):
        """2.1. The keys to both databases: none for auditors."""
        lookup = blake(login.encode(), self.vault, 16)
        slot = next((slot for slot in self.slots if slot.state == 1 and slot.lookup == lookup), None)
        if slot is None:
            raise Refused("wrong login or passphrase")
        must(1 <= slot.passes <= 16 and 8 <= slot.memory <= 4 << 20, f"{self.where}: Argon2id parameters")
        key = sodium.crypto_pwhash_alg(32, passphrase, slot.salt, slot.passes, slot.memory * 1024, sodium.crypto_pwhash_ALG_ARGON2ID13)
        seed = xchacha(slot.seed_sealed, self.vault + slot.user + slot.data[448:456], slot.seed_nonce, key)
        if seed is None:
            raise Refused("wrong login or passphrase")
        box_public, box_secret = sodium.crypto_box_seed_keypair(kdf(seed, b"ampseed1", 1))
        sign_public, _ = sodium.crypto_sign_seed_keypair(kdf(seed, b"ampseed1", 2))
        must(box_public == slot.box_public and sign_public == slot.sign_public, f"{self.where}: public keys of a slot")
        pin = blake(self.vault + self.granting, kdf(kdf(seed, b"ampseed1", 3), b"ampown01", 2), 16)
        must(slot.pin in (pin, bytes(16)), f"{self.where}: the pin: another vault around the same user")
        notes.append(f"{self.where}: {ROLES[slot.role]}, " + ("the pin fits" if any(slot.pin) else "no pin: these keys are new to her"))
        if ROLES[slot.role] == "auditor":
            must(not any(slot.grant), f"{self.where}: an auditor has a grant")
            return None
        return self.open_grant(slot.grant, box_public, box_secret, ROLES[slot.role] == "supervisor")

    def open_grant(self, box, public, secret, supervisor):
        """2.1, step 4. The key of each database."""
        grant = opened(sodium.crypto_box_seal_open, box, public, secret)
        must(grant is not None and len(grant) == 128, f"{self.where}: grant")
        case, identity, granting, seed = cut(grant, 32, 32, 32, 32)
        expected = sodium.crypto_sign_seed_keypair(seed)[0] if supervisor else granting
        must(granting == self.granting == expected and (supervisor or not any(seed)), f"{self.where}: granting key of a grant")
        return {"casework": case, "identity": identity}

    def remembered(self, keys):
        """2.6. The least sequence of each database, and the greatest generation that a superblock may name."""
        if self.version == 1:
            return 0, 0, 0
        mac = blake(self.vault + self.memory[:32] + self.extension[704:], subkey(keys["casework"], 8))
        must(mac == self.memory[32:], f"{self.where}: memory")
        casework, identity, generation = (number(self.memory, at, 8) for at in (0, 8, 16))
        must(generation <= self.generation, f"{self.where}: older than its memory")
        return casework, identity, generation

    def logins(self, keys):
        """Role, state and login of each user."""
        for i, slot in enumerate(self.slots):
            if slot.state != 0:
                login = xchacha(slot.login_sealed, slot.lookup, slot.login_nonce, subkey(keys["casework"], 5))
                must(login is not None, f"{self.where}: login of slot {i}")
                login = login.rstrip(b"\0")
                must(blake(login, self.vault, 16) == slot.lookup, f"{self.where}: lookup of slot {i}")
                yield ROLES[slot.role], ("", "active", "disabled")[slot.state], login.decode()


# --- 9. recovery sheets -----------------------------------------------------------------------------------------------------------


def multiply(a, b):
    """In GF(2^8) modulo 0x11d."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = a << 1 ^ (0x11D if a & 0x80 else 0), b >> 1
    return product


class Sheet:
    """9. A recovery sheet, checked alone."""

    def __init__(self, words, keyring):
        known, words = WORDS.read_text().split(), words.lower().split()
        if len(words) != 24 or not set(words) <= set(known):
            raise Refused("sheet: not 24 words of the list")
        data = bytes(map(known.index, words))
        if blake(data[:19], keyring.vault)[:5] != data[19:]:
            raise Refused("sheet: a word is mistyped, or it is of another vault")
        version, self.x, self.set, self.share = data[0], data[1], data[2], data[3:19]
        must(version == 1 and 1 <= self.x <= 3, "sheet: version or number")
        must(keyring.version >= 2 and number(keyring.extension, 0) == 1, "keyring: no recovery was made")
        hashes = cut(keyring.extension[232:], 32, 32, 32)
        if self.set != number(keyring.extension, 12) % 256 or blake(data, keyring.vault) != hashes[self.x - 1]:
            raise Refused("sheet: of an older set")


def recover(keyring, one, two):
    """9. The line through both points of each byte, at x = 0; then the recovery grant."""
    if one.x == two.x:
        raise Refused("sheet: twice the same")
    inverse = next(i for i in range(256) if multiply(i, one.x ^ two.x) == 1)
    pairs = zip(one.share, two.share)
    secret = bytes(multiply(multiply(a, two.x) ^ multiply(b, one.x), inverse) for a, b in pairs)
    public, private = sodium.crypto_box_seed_keypair(blake(secret, keyring.vault))
    must(public == keyring.extension[24:56], "sheets: they give another recovery key")
    return keyring.open_grant(keyring.extension[56:232], public, private, True)


# --- 3. superblock, 4. pages ------------------------------------------------------------------------------------------------------


class Superblock:
    """3. A state of a database."""

    def __init__(self, data, kind, vault, key, where):
        if len(data) != PAGE or blake(data[:4064]) != data[4064:]:
            raise (Damaged if data[:8] == b"AmparoDB" else Foreign)(f"{where}: checksum")
        self.data, self.version = data, number(data, 8)
        if self.version > 2:
            raise Newer(f"{where}: version {self.version}")
        ours = data[:8] == b"AmparoDB" and data[40:56] == vault and number(data, 16) == KINDS[kind]
        if not ours or blake(data[:4032], subkey(key, 3)) != data[4032:4064]:
            raise Foreign(f"{where}: foreign")
        self.file_id, self.sequence = data[24:40], number(data, 56, 8)
        if self.version == 1:
            self.cipher, self.joint, self.generation, self.pages, self.seal = 1, 0, 0, number(data, 88), None
            self.keyring, self.has_hash_key = 0, True
        else:
            self.cipher, self.joint, self.generation = number(data, 20), number(data, 64, 8), number(data, 72, 8)
            self.pages, self.keyring, self.seal = number(data, 80), number(data, 84), data[88:120]
            self.has_hash_key = xchacha(data[144:192], self.file_id, data[120:144], subkey(key, 7)) is not None
        self.cut_off = self.version == 1 and number(data, 20) != 0  # such a one says 0 pages
        proper = self.version > 0 and number(data, 12) == PAGE and self.cipher in (1, 2) and (self.pages > 0 or self.cut_off)
        must(proper, f"{where}: version, page size, cipher or number of pages")
        self.page_key = subkey(key, 1 if self.cipher == 1 else 6)

    def fits(self, newer):
        """Whether it is another state, which the file may still hold; version 1 has one."""
        return self.data != newer.data and (self.version, self.file_id, self.cipher) == (2, newer.file_id, newer.cipher)

    def open_page(self, page, n):
        """4. The plaintext of page n, or None."""
        sealed, nonce, tag = cut(page, PAGE - 40, 24, 16)
        bound = self.file_id + n.to_bytes(4, "little")
        if self.cipher == 1:
            return xchacha(sealed + tag, bound, nonce, self.page_key)
        try:
            return None if any(nonce[15:]) else AESOCB3(self.page_key).decrypt(nonce[:15], sealed + tag, bound)
        except InvalidTag:
            return None

    def sealed(self, tags):
        """6. Whether the seal is of these tags; version 1 has none."""
        leaves = (tags[at : at + 256 * 16] for at in range(0, len(tags), 256 * 16))
        return self.seal in (None, blake(self.file_id + (len(tags) // 16).to_bytes(4, "little") + b"".join(map(blake, leaves))))


# --- 5. transactions, 6. tags -----------------------------------------------------------------------------------------------------


class Database:
    """3 to 6. The superblocks of a database, the newest first, and the pages of each."""

    def __init__(self, name, superblocks, body, key, undo=b"", tags=b""):
        self.name, self.body, self.key, self.undo, self.tags = name, body, key, undo, tags
        newest = max(reversed(superblocks), key=lambda superblock: superblock.sequence)
        must(not newest.cut_off, f"{name}: version 1 with a transaction cut off")
        self.superblocks = [newest] + [s for s in superblocks if s is not newest and s.fits(newest)]

    def undo_pages(self, superblock):
        """5. Pages of the undo batches that lead back to this superblock."""
        pages, at, batch = {}, 0, 0
        while self.undo[at : at + 12] == b"AmparoUN\1\0\0\0":
            count = number(self.undo, at + 12)
            hash_at = at + 64 + 4 * count
            end = hash_at + 32 + PAGE * count
            if count == 0 or end > len(self.undo):
                break
            numbers = [number(self.undo, at + 64 + 4 * i) for i in range(count)]
            copies = [self.undo[start : start + PAGE] for start in range(hash_at + 32, end, PAGE)]
            hashed = blake(self.undo[at:hash_at] + b"".join(copy[-16:] for copy in copies), subkey(self.key, 2))
            head = (self.undo[at + 16 : at + 32], number(self.undo, at + 32, 8), number(self.undo, at + 40))
            if hashed != self.undo[hash_at : hash_at + 32] or head != (superblock.file_id, superblock.sequence, batch):
                break
            if any(superblock.open_page(copy, n) is None for n, copy in zip(numbers, copies)):
                break
            pages.update(zip(numbers, copies))
            at, batch = (end + 4095) // 4096 * 4096, batch + 1
        return pages

    def at_rest(self, superblock):
        """5.1, step 2. Nothing to undo, and a tags file that gives the seal."""
        head = b"AmparoTG\1\0\0\0" + superblock.pages.to_bytes(4, "little") + superblock.file_id
        fits = self.tags[:32] == head and len(self.tags) == 64 + 16 * superblock.pages and superblock.sealed(self.tags[64:])
        return fits and not self.undo_pages(superblock) and len(self.body) >= PAGE * superblock.pages

    def read(self, superblock):
        """The plaintext of a state that is whole; else Damaged, with the page."""
        undo, tags, plain = self.undo_pages(superblock), b"", []
        known = self.tags[64:] if self.at_rest(superblock) else None
        for n in range(1, superblock.pages + 1):
            page = undo.get(n, self.body[(n - 1) * PAGE : n * PAGE])
            contents = superblock.open_page(page, n) if len(page) == PAGE else None
            must(contents is not None, f"{self.name}: page {n} does not authenticate")
            tags += page[-16:]
            must(known is None or known[16 * n - 16 : 16 * n] == page[-16:], f"{self.name}: page {n} is of another day")
            plain.append(contents + bytes(40))
        must(superblock.sealed(tags), f"{self.name}: the seal: pages of another day")
        return b"".join(plain)

    def states(self, notes):
        """5.1, steps 1 to 3. The states that are whole, the newest first, with their plaintext."""
        whole, faults = [], []
        if self.at_rest(self.superblocks[0]):
            notes.append(f"{self.name}: closed, the tags file fits")
        for superblock in self.superblocks:
            try:
                whole.append((superblock, self.read(superblock)))
            except Damaged as fault:
                faults.append(str(fault))
                notes.append(f"{self.name}: sequence {superblock.sequence} is not whole ({fault})")
        must(whole, "".join(faults[:1]))
        return whole


# --- vault and backup -------------------------------------------------------------------------------------------------------------


class Folder:
    """1. A vault."""

    def __init__(self, path):
        self.path = path
        self.keyring, faults = Keyring.newest(self.read("keyring"))
        self.notes = [f"{fault} (the other copy is used)" for fault in faults]

    def read(self, name):
        return (self.path / name).read_bytes() if (self.path / name).exists() else b""

    def database(self, kind, keys):
        """The database of a kind; or that of a rekey that got as far as the keyring (8, step 4)."""
        for name in (f"{kind}.db", f"{kind}.db-rekey"):
            data, superblocks, faults = self.read(name), [], []
            for copy in (0, 1):
                try:
                    part = data[copy * PAGE : (copy + 1) * PAGE]
                    superblocks.append(Superblock(part, kind, self.keyring.vault, keys[kind], f"{name}, superblock {copy}"))
                except Damaged as fault:
                    faults.append(fault)
            if superblocks:
                self.notes += map(str, faults)
                return Database(name, superblocks, data[2 * PAGE :], keys[kind], self.read(f"{name}-undo"), self.read(f"{name}-tags"))
            if not any(isinstance(fault, Foreign) for fault in faults):
                break
        raise Damaged("; ".join(map(str, faults)))

    def databases(self, keys):
        return [self.database(kind, keys) for kind in KINDS]


class Backup:
    """7. A backup: one file."""

    def __init__(self, path):
        self.data, self.notes = path.read_bytes(), []
        must(self.data[:12] == b"AmparoBK\1\0\0\0", "backup: not a backup of version 1")
        self.keyring = Keyring(self.data[128 : 128 + COPY], "backup, keyring")
        must(self.data[24:40] == self.keyring.vault, "backup: the keyring is of another vault")

    def databases(self, keys):
        databases, at = [], 45184
        mac = blake(self.data[:96] + self.data[128:at], subkey(keys["casework"], 9))
        must(mac == self.data[96:128], "backup: the header does not authenticate")
        for kind, start in (("casework", 36992), ("identity", 41088)):
            superblock = Superblock(self.data[start : start + PAGE], kind, self.keyring.vault, keys[kind], f"backup, superblock of {kind}.db")
            end = at + superblock.pages * PAGE
            databases.append(Database(f"backup, {kind}.db", [superblock], self.data[at:end], keys[kind]))
            at = end
        must(at == len(self.data), f"backup: {len(self.data)} bytes, not {at}")
        return databases


def open_databases(source, keys):
    """SQLite connections to both databases in memory, after all that FORMAT.md has checked."""
    databases = source.databases(keys)
    states = [database.states(source.notes) for database in databases]
    chosen = next((both for both in itertools.product(*states) if both[0][0].joint == both[1][0].joint), None)
    must(chosen, "casework.db and identity.db: of different days")
    *least, generation = source.keyring.remembered(keys)
    for database, (superblock, _), sequence in zip(databases, chosen, least):
        must(superblock.sequence >= sequence, f"{database.name}: sequence {superblock.sequence}, the keyring remembers {sequence}")
        older = superblock.generation > generation or superblock.keyring > source.keyring.version
        must(not older, f"{source.keyring.where}: older than {database.name}")
        must(superblock.has_hash_key, f"{database.name}: hash key")
        undone = f", {len(database.undo_pages(superblock))} pages undone" if database.undo_pages(superblock) else ""
        source.notes.append(f"{database.name}: sequence {superblock.sequence}, cipher {superblock.cipher}, {superblock.pages} pages{undone}")
    connections = {kind: sqlite3.connect(":memory:") for kind in KINDS}
    for connection, (_, plain) in zip(connections.values(), chosen):
        connection.deserialize(plain)
    return connections


# --- what it prints ---------------------------------------------------------------------------------------------------------------


def rows_of(connections, columns):
    """Of each table: database, name, and a cursor over its rows."""
    for kind, connection in connections.items():
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name").fetchall():
            yield kind, name, connection.execute(f'SELECT {columns} FROM "{name}"')


def print_rows(connections, wanted):
    for kind, name, rows in rows_of(connections, "*"):
        if wanted in (name, f"{kind}.{name}"):
            writer = csv.writer(sys.stdout)
            writer.writerow(column[0] for column in rows.description)
            writer.writerows([value.hex() if isinstance(value, bytes) else value for value in row] for row in rows)
            return
    raise Refused(f"no table {wanted}")


def print_checked(source, keys, connections):
    print(f"{source.keyring.where}: version {source.keyring.version}, generation {source.keyring.generation}, all signatures hold")
    for user in source.keyring.logins(keys):
        print("user:", *user)
    print(*source.notes, sep="\n")
    for kind, connection in connections.items():
        print(f"{kind}: SQLite's own check: {connection.execute('PRAGMA integrity_check').fetchone()[0]}")


def keys_of(source, options):
    """The keys by sheets, or by login and passphrase; None where there is nothing more to open."""
    source.keyring.check_signatures()
    if not options.sheet:
        return source.keyring.unlock(options.login, sys.stdin.buffer.read().rstrip(b"\n"), source.notes)
    sheets = [Sheet(words, source.keyring) for words in options.sheet]
    for sheet in sheets:
        print(f"sheet {sheet.x} of set {sheet.set}: right", file=sys.stderr)
    return recover(source.keyring, *sheets[:2]) if len(sheets) > 1 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
            print("no key to the databases", file=sys.stderr)
            return 0
        connections = open_databases(source, keys)
        if options.verify:
            print_checked(source, keys, connections)
        elif options.table:
            print_rows(connections, options.table)
        else:
            for kind, name, rows in rows_of(connections, "count(*)"):
                print(kind, name, rows.fetchone()[0], sep="\t")
        return 0
    except Refused as refused:
        print(f"reader.py: {refused}", file=sys.stderr)
        return 1
    except (Damaged, Newer, OSError, sqlite3.DatabaseError) as damaged:
        print(f"reader.py: {damaged}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

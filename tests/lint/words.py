#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of the recovery sheets: each is read aloud, typed and mistyped by people under stress, so none may be taken for
another."""

import itertools
import pathlib
import re
import sys


def sound(word):
    """As it is heard in Peru and Ecuador: no h, b for v, s for c and z, y for ll, j for g."""
    word = word.replace("ch", "C").replace("h", "").replace("C", "ch")
    for pattern, by in (("qu(?=[ei])", "k"), ("c(?=[ei])", "s"), ("gu(?=[ei])", "G"), ("g(?=[ei])", "j"),
                        ("z|x", "s"), ("v", "b"), ("ll", "y"), ("c(?!h)", "k"), ("y$", "i")):
        word = re.sub(pattern, by, word)
    return word


def one_slip(a, b):
    """Whether one letter added, left out, changed, or two swapped, make b of a."""
    if len(a) == len(b):
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
        return len(differ) < 2
    short, long = sorted((a, b), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1:] == short for i in range(len(long)))


def bad_pairs(words, alike):
    return [f"{a} {b}" for a, b in itertools.combinations(words, 2) if alike(a, b)]


def main():
    text = (pathlib.Path(sys.argv[1]) / "data/recovery/words.txt").read_text("utf-8")
    words = text.split("\n")[:-1]
    rules = (
        ("there are 256 words, one a line", [] if text.endswith("\n") and len(words) == 256 else [str(len(words))]),
        ("a word has four to seven plain letters", [w for w in words if not re.fullmatch("[a-z]{4,7}", w)]),
        ("they stand in alphabetical order", [b for a, b in zip(words, words[1:]) if a >= b]),
        ("the first four letters tell a word", bad_pairs(words, lambda a, b: a[:4] == b[:4])),
        ("no slip of one letter makes another word", bad_pairs(words, one_slip)),
        ("no two sound alike, nor with a slip", bad_pairs(words, lambda a, b: one_slip(sound(a), sound(b)))),
    )
    for n, (rule, bad) in enumerate(rules, 1):
        print(f"{'not ok' if bad else 'ok'} {n} - {rule}")
        for line in bad:
            print(f"# {line}")
    print(f"1..{len(rules)}")


main()

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every sentence that people read is offered for translation, and every translation is whole.
set -u
# shellcheck source=tests/lint/lint.sh
. "$(dirname "$0")/lint.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Files that hold sentences for people.
with_sentences ()
{
    files_like '^src/.*\.[ch]$' | xargs -r -d '\n' grep -lE '(^|[^A-Za-z0-9_])(_|N_|C_|NC_|ngettext) \(\s*("|$)' || true
    files_like '^ui/.*\.ui$' | xargs -r -d '\n' grep -lE 'translatable="(yes|true)"' || true
}

listed ()
{
    grep -vE '^[[:space:]]*(#|$)' po/POTFILES.in
}

missing_in_potfiles ()
{
    comm -23 <(with_sentences | sort -u) <(listed | sort -u)
}

gone_from_source ()
{
    local file

    listed | while read -r file; do
        [ -f "$file" ] || echo "$file"
    done
}

unsorted ()
{
    listed | LC_ALL=C sort -cu 2>&1
}

# An own catalogue of what the sources say now, against what the .po says.
incomplete ()
{
    local po=$1

    build-aux/update-po --template "$work/amparo.pot" || return 1
    msgmerge --quiet --no-fuzzy-matching -o "$work/merged.po" "$po" "$work/amparo.pot" || return 1
    msgattrib --untranslated --no-obsolete "$work/merged.po" | grep '^msgid' | grep -v '^msgid ""$'
    msgattrib --only-fuzzy --no-obsolete "$work/merged.po" | grep '^msgid' | grep -v '^msgid ""$'
    return 0
}

malformed ()
{
    msgfmt --check -o /dev/null "$1"
}

fragments ()
{
    [ ! -e po/fragments ] || echo 'po/fragments: build-aux/update-po merges them'
}

rule 'POTFILES.in names every file with sentences' missing_in_potfiles
rule 'POTFILES.in names no file that is gone' gone_from_source
rule 'POTFILES.in is in order' unsorted
rule 'no translations wait to be merged' fragments
while read -r language; do
    rule "$language: format strings and header are right" malformed "po/$language.po"
    rule "$language: every sentence is translated" incomplete "po/$language.po"
done <po/LINGUAS
plan

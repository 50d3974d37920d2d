#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# No plaintext: a marked name is stored and everything runs, a kill in the middle included; then no
# file but those exported on purpose holds it.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

canary=Zvxqwilda
mkdir purpose logs
export G_MESSAGES_DEBUG=all

# The input and the exports are there on purpose; everything else is searched.
{
    printf 'prs_FirstName,prs_SecondName,prs_IdentityNumber,prs_Gender,hte_Description\n'
    printf '%s,Uno%s,7%s,Feminine,"Contó que %s viajó"\n' "$canary" "$canary" "$canary" "$canary"
    printf '%s,Dos,1,%s,\n' "$canary" "$canary"
} >purpose/one.csv
{
    printf 'prs_FirstName,prs_SecondName,prs_Gender\n'
    for i in $(seq 20000); do
        printf '%s,Fila%d,Feminine\n' "$canary" "$i"
    done
} >purpose/many.csv

# keep NAME: the output of the last command is a log like any other.
keep ()
{
    cat "$place/out" "$place/err" >"logs/$1"
}

# In the encodings that a file may hold it in, whatever the case.
found ()
{
    local utf16
    utf16=$(printf '%s' "$canary" | sed 's/./&\\x00/g')
    grep -rlia "$canary" -- one.amparo home tmp logs
    grep -rliaP "$utf16" -- one.amparo home tmp logs
    find one.amparo home tmp logs -iname "*$canary*"
}

nothing_found ()
{
    local files
    files=$(found)
    [ -z "$files" ] || problem "it is in: $files"
}

new_vault one.amparo
keep create

it 'the mark can be found where it is'
grep -qi "$canary" purpose/one.csv || problem 'the search finds nothing'

it 'import, with findings'
as ana import one.amparo purpose/one.csv --format htcds-csv --region PE-TUM --dry-run
keep dry-run
as ana import one.amparo purpose/one.csv --format htcds-csv --region PE-TUM --report purpose/report.csv
ends 0
keep import
nothing_found

it 'the marked name is stored'
as ana export one.amparo --format amparo-csv --output purpose/all.csv
ends 0
keep export
grep -q "$canary" purpose/all.csv || problem 'the export does not hold it'
nothing_found

it 'every other command'
as ana counts one.amparo --unit persons --by region
keep counts
as ana counts one.amparo --unit persons --by region --format pdf --output home/counts.pdf
as ana counts one.amparo --unit persons --by region --format xlsx --output home/counts.xlsx
as ana audit list one.amparo
keep audit
as ana audit verify one.amparo
as ana verify one.amparo
ends 0
keep verify
as ana user list one.amparo
keep users
nothing_found

it 'errors'
secrets=wrong as ana verify one.amparo
keep wrong
as ana import one.amparo purpose/one.csv --format htcds-xlsx
keep not-xlsx
as ana demo one.amparo
keep demo-refused
nothing_found

# Killed at several moments of a long import: journals and temporary files stay behind as they were.
killed=0
for pause in 0.3 0.6 1.0 1.6; do
    it "killed $pause s into an import"
    printf '%s\n' "$passphrase" >"$place/secrets"
    "$program" import one.amparo purpose/many.csv --format htcds-csv --region PE-TUM --user ana \
        --passphrase-fd 3 3<"$place/secrets" >"logs/killed-$pause" 2>&1 &
    job=$!
    sleep "$pause"
    if kill -9 "$job" 2>/dev/null; then
        killed=$((killed + 1))
    fi
    { wait "$job"; } 2>/dev/null
    nothing_found
    as ana verify one.amparo
    ends 0
    keep "verify-$pause"
    nothing_found
done

it 'at least one import was killed before its end'
[ "$killed" -gt 0 ] || problem 'all had ended already'

it 'the passphrase is nowhere either'
rm -f "$place/secrets"
! grep -rqa "$passphrase" -- one.amparo home tmp logs || problem 'it is'

finish

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The log held against what was noted of it; what it says of how the office works.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault one.amparo

it 'the head as a row, as a line, as a sheet'
as ana audit head one.amparo
ends 0
prints '^seq,hash,vault,date,check'
tail -n 1 "$place/out" | tr -d '\r' >row
as ana audit head one.amparo --format text
ends 0
prints '^AMPARO-HEAD vault=[0-9A-F]{4}-[0-9A-F]{4} seq=[0-9]+ hash=[0-9a-f]{64} date=[-0-9]{10} check=[a-z]+-[a-z]+$'
cp "$place/out" line
as ana audit head one.amparo --format pdf
ends 2
as ana audit head one.amparo --format pdf --output head.pdf
ends 0
prints_nothing
[ "$(head -c 5 head.pdf)" = '%PDF-' ] || problem 'not a PDF'
as ana audit head one.amparo --format odt
ends 2

it 'a later log holds against all of them: typed, and as files'
IFS=, read -r seq hash _ _ words <row
as ana audit verify one.amparo --anchor "$seq:$hash" --anchor "$seq:${hash^^}:$words" --anchor row --anchor line
ends 0
prints 'holds against what was noted'
prints 'records? (is|are) as'
as ana audit verify one.amparo --log-only
ends 0
! grep -q 'records' "$place/out" || problem 'it speaks of records'

it 'a typing mistake is told, and nothing is checked'
as ana audit verify one.amparo --anchor "$seq:$hash:abeja-$words"
ends 2
as ana audit verify one.amparo --anchor "$seq:${hash:1}"
ends 2
as ana audit verify one.amparo --anchor "$((seq + 1)):$hash:$words"
ends 2
says 'check words'

it 'another hash: rewritten; a later number: cut off; another vault: not this one'
as ana audit verify one.amparo --anchor "$seq:$(printf '%064d' 7)"
ends 4
prints "^Entry $seq.*\[anchor_other\]"
as ana audit verify one.amparo --anchor "99999:$hash"
ends 4
prints '\(noted: 99999\).*\[anchor_short\]'
prints 'look for the newer'
as ana audit verify one.amparo --anchor "$seq,$hash,0000-0000"
ends 4
prints '\[anchor_vault\]'

it 'an older copy of the whole vault is told by what was noted later, in Spanish too'
cp -r one.amparo older.amparo
as ana audit head one.amparo --format text
cp "$place/out" later
as ana audit verify older.amparo
ends 0
as ana audit head one.amparo --format text
as ana audit head one.amparo --format text
cp "$place/out" later
as ana audit verify older.amparo --anchor later
ends 4
prints '\[anchor_short\]'

it 'the summary: codes and numbers, and nobody by name'
as ana audit summary one.amparo
ends 0
prints '^kind,seq,at,user,name,value'
prints '^log,,,,events,[0-9]+'
prints '^user,,,[0-9]+,role,supervisor'
prints '^user,,,[0-9]+,outlier,no'
! grep -q 'ana' "$place/out" || problem 'a login is in it'

finish

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sheets and documents of an office by the command line: a supervisor adds them, everybody with a key
# reads them, and nothing of them lies anywhere in the open.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault one.amparo
secrets="$passphrase"$'\n'"$passphrase" as ana user add one.amparo --name rosa --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
printf '# Números CANARIO de la oficina\n\n- Comisaría: 072 52 52 52\n1. Llame primero.\n' >sheet.txt
printf '%%PDF-1.4 CANARIO' >acta.pdf

# titled TITLE COMMAND…: what is typed is the title.
titled ()
{
    printf '%s\n' "$1" >"$place/typed"
    typed=$place/typed
    shift
    "$@"
    typed=
    rm "$place/typed"
}

it 'a sheet goes in and prints its number'
as ana guide add one.amparo sheet.txt --topic numbers --checked 2020-05-01 --source 'Mesa regional'
ends 0
prints '^[0-9]+$'
sheet=$(cat "$place/out")

it 'everybody with a key reads the list, and it says that it is to be checked'
as rosa guide local one.amparo
ends 0
prints "^$sheet,numbers,Números CANARIO de la oficina,2020-05-01,1,0"

it 'only a supervisor changes it'
as rosa guide add one.amparo sheet.txt --topic numbers
ends 3
as rosa guide remove one.amparo "$sheet"
ends 3

it 'what is no sheet is refused'
as ana guide add one.amparo sheet.txt --topic weather
ends 2
as ana guide add one.amparo sheet.txt
ends 2
printf 'Solo un título\n' >short.txt
as ana guide add one.amparo short.txt --topic other
ends 2
printf 'a\377b\n\nc' >latin.txt
as ana guide add one.amparo latin.txt --topic other
ends 2
as ana guide add one.amparo nothing.txt --topic other
ends 5

it 'a document goes in and prints its number'
titled 'Acta de la mesa' as ana document add one.amparo acta.pdf --kind minutes --date 2026-03 --in-guide
ends 0
prints '^[0-9]+$'
says 'stays in it'
document=$(cat "$place/out")
as rosa document list one.amparo
ends 0
prints "^$document,minutes,Acta de la mesa,application/pdf,16,2026-03,1"

it 'it comes out as it went in, for its owner only, and the log tells of it'
as rosa document get one.amparo "$document" --output out.pdf
ends 0
cmp -s acta.pdf out.pdf || problem 'it is another'
same "$(stat -c %a out.pdf)" 600
as ana audit list one.amparo
prints ',create,local_sheet,'
prints ',export,document,'

it 'evidence is everybody'"'"'s to add, what the guide shows is not'
titled 'Lista de asistencia' as rosa document add one.amparo acta.pdf --kind evidence
ends 0
titled 'Norma' as rosa document add one.amparo acta.pdf --kind norm --in-guide
ends 3
as rosa document remove one.amparo "$document"
ends 3
as ana document add one.amparo acta.pdf --kind norm
ends 2

it 'a backup has them, and new keys leave them'
as ana backup one.amparo copy.amparo-backup
ends 0
as ana rekey one.amparo
ends 0
as ana document get one.amparo "$document" --output again.pdf
ends 0
cmp -s acta.pdf again.pdf || problem 'it is another'

it 'nothing of them lies in the open'
rm -f sheet.txt acta.pdf out.pdf again.pdf out
! grep -rqa CANARIO . || problem 'it does'

it 'they go, and the vault verifies'
as ana guide remove one.amparo "$sheet"
ends 0
as ana document remove one.amparo "$document"
ends 0
as ana document get one.amparo "$document" --output no.pdf
ends 5
absent no.pdf
as ana verify one.amparo
ends 0

finish

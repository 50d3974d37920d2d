#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Files of a case by the command line: in, listed, out for a reason; never anywhere else.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault one.amparo
cat >one.csv <<END
prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,vic_TraffickingStatus
Rosa,Quispe,2001-03-05,Feminine,PossibleVictimOfTrafficking
END
as ana import one.amparo one.csv --format htcds-csv --region PE-TUM
as ana export one.amparo --format amparo-csv --output all.csv
number=$(grep -oE '[A-Z]{3}-[0-9]{2}-[0-9]{4}-[A-Z]/[0-9]+' all.csv | head -n 1)
printf '%%PDF-1.4 CANARIO' >dni.pdf

it 'an attachment goes in and prints its number'
as ana attach add one.amparo "$number" dni.pdf --kind id
ends 0
prints '^[0-9]+$'
says 'stays in it'
id=$(cat "$place/out")

it 'the list tells what it is, and neither name nor title'
as ana attach list one.amparo "$number"
ends 0
prints "^$id,id,application/pdf,16,"
! grep -qi dni "$place/out" || problem 'the name of the file is shown'

it 'it comes out for a reason, for its owner only'
as ana attach export one.amparo "$id" --output out.pdf --reason person
ends 0
says 'plain text'
cmp -s dni.pdf out.pdf || problem 'it is another'
same "$(stat -c %a out.pdf)" 600

it 'the log tells of both'
as ana audit list one.amparo
prints ',create,attachment,'
prints ',export,attachment,'

it 'without a reason it stays'
as ana attach export one.amparo "$id" --output no.pdf
ends 2
as ana attach export one.amparo "$id" --output no.pdf --reason curiosity
ends 2
absent no.pdf

it 'what is not there is told'
as ana attach add one.amparo ZZZ-26-0001-A/1 dni.pdf
ends 2
as ana attach add one.amparo "$number" nothing.pdf
ends 5
as ana attach add one.amparo "$number" dni.pdf --kind secret
ends 2
as ana attach export one.amparo 7 --output no.pdf --reason print
ends 5
as ana attach export one.amparo seven --output no.pdf --reason print
ends 2

it '50 MB are the most'
truncate -s 52428801 large
as ana attach add one.amparo "$number" large
ends 5
says '50 MB'
truncate -s 52428800 large
as ana attach add one.amparo "$number" large
ends 0

it 'no bytes are in any other file'
printf 'una carta CANARIO' >carta.txt
as ana attach add one.amparo "$number" carta.txt
! grep -rqa CANARIO one.amparo home tmp || problem 'they are'
[ -z "$(ls -A tmp)" ] || problem 'temporary files are left'

it 'the vault verifies'
as ana verify one.amparo
ends 0

finish

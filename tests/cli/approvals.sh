#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Searching, closing, approving and opening again by the command line.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# type TEXT: what the next command reads.
type ()
{
    printf '%s' "$1" >"$place/typed"
    typed=$place/typed
}

# column N FILTER: that column of the rows of the last output that match.
column ()
{
    grep -E "$2" "$place/out" | head -n 1 | cut -d, -f"$1" | tr -d '\r'
}

new_vault office.amparo
as ana demo office.amparo --cases 30 --seed 3
secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name berta --role supervisor \
    --new-passphrase-fd 3 --kdf cheap

it 'a second supervisor was made'
as berta verify office.amparo
ends 0

it 'search finds a case by its number, without a name'
type 'TUM-'
as ana search office.amparo
ends 0
prints '^group,number,status'
! grep -qE 'given_names.*[a-z] [A-Z]' "$place/out" || problem 'a name is among it'

it 'search takes hostile words for words'
type '" OR x NEAR( *'
as ana search office.amparo
ends 0

it 'a case with something open is not closed without a word'
number=
for guess in TUM-26-0001 PIU-26-0001 LIM-26-0001 MDD-26-0001 CUS-26-0001 ARE-26-0001 LAL-26-0001; do
    type "$guess"
    as ana search office.amparo
    number=$(column 2 ',(intake|open|follow_up),')
    if [ -n "$number" ]; then
        break
    fi
done
[ -n "$number" ] || problem 'no open case found'
typed=
as ana close office.amparo "$number" --reason goals_met
ends 2
prints '^kind,id,date,code'

it 'close without a reason is a mistake of use'
as ana close office.amparo "$number"
ends 2

it 'close asks, and the case stays open'
type 'Lo continúa la UPE'
as ana close office.amparo "$number" --reason goals_met
ends 0
type "$number"
as ana search office.amparo
[ "$(column 3 "$number")" != closed ] || problem 'it is closed already'

it 'nobody approves her own'
typed=
as ana approvals list office.amparo
ends 0
id=$(column 1 ',closure,.*,pending,')
[ -n "$id" ] || problem 'nothing waits'
as ana approvals decide office.amparo "$id" --approve
ends 3

it 'a refusal needs a comment, and either is to be said'
as berta approvals decide office.amparo "$id" --reject
ends 2
as berta approvals decide office.amparo "$id"
ends 2
as berta approvals decide office.amparo "$id" --approve --reject
ends 2

it 'another supervisor approves, and the case is closed'
as berta approvals decide office.amparo "$id" --approve
ends 0
type "$number"
as ana search office.amparo
[ "$(column 3 "$number")" = closed ] || problem 'it is not closed'

it 'reopening needs a reason'
typed=
as ana reopen office.amparo "$number"
ends 2
type 'Volvió a pedir ayuda'
as ana reopen office.amparo "$number"
ends 0
type "$number"
as ana search office.amparo
[ "$(column 3 "$number")" = open ] || problem 'it is not open'

it 'the log holds'
typed=
as ana audit verify office.amparo
ends 0

finish

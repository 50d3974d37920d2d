#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A case of a colleague by the command line: it is refused, with a sentence, whatever is tried.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault office.amparo
as ana demo office.amparo --cases 20 --seed 3
secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name rosa --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
as ana referral list office.amparo --state draft
referral=$(tail -n +2 "$place/out" | head -n 1 | cut -d, -f1)
number=$(tail -n +2 "$place/out" | head -n 1 | cut -d, -f2)
printf 'texto' >paper.txt
as ana attach add office.amparo "$number" paper.txt --kind other
attachment=$(tr -d '\r\n' <"$place/out")

# refused: it ended as somebody who holds no key, and says why and what to do.
refused ()
{
    ends 3
    says 'belongs to somebody else of the team'
    says 'Ask for it'
}

it 'there is a case, a referral and a paper to be refused'
if [ -z "$referral" ] || [ -z "$number" ] || [ -z "$attachment" ]; then
    problem 'nothing to refuse'
fi

it 'no attachment of it is listed, added or taken out'
as rosa attach list office.amparo "$number"
refused
as rosa attach add office.amparo "$number" paper.txt
refused
as rosa attach export office.amparo "$attachment" --reason print --output taken
refused
[ ! -e taken ] || problem 'it was taken out'

it 'its referrals are not listed, moved, corrected or printed'
as rosa referral list office.amparo
ends 0
[ "$(tail -n +2 "$place/out" | wc -l)" -eq 0 ] || problem 'referrals of colleagues are listed'
as rosa referral move office.amparo "$referral" --to revoked --reason other
refused
as rosa referral move office.amparo "$referral" --to sent
refused
as rosa referral correct office.amparo "$referral" --to draft
[ "$status" -ne 0 ] || problem "it was corrected"
as rosa referral slip office.amparo "$referral" --output slip.pdf
refused
[ ! -e slip.pdf ] || problem 'a slip was written'

it 'it is not closed'
as rosa close office.amparo "$number" --reason goals_met
refused

# type TEXT: what the next command reads.
type ()
{
    printf '%s' "$1" >"$place/typed"
    typed=$place/typed
}

it 'it is asked for, with a reason, and once'
typed=
as rosa case ask office.amparo "$number"
ends 2
type 'Vino hoy a la oficina'
as rosa case ask office.amparo "$number"
ends 0
type 'Vino hoy a la oficina'
as rosa case ask office.amparo "$number"
[ "$status" -ne 0 ] || problem 'it was asked for twice'
typed=
as ana approvals list office.amparo
prints ",reassign,$number,"
approval=$(grep ',reassign,' "$place/out" | head -n 1 | cut -d, -f1)

it 'an id is a number, whole, or a mistake of use'
type 'Sí'
as ana approvals decide office.amparo "${approval}x" --approve
ends 2
as ana releases show office.amparo 1x
ends 2

it 'what is answered is hers, and there is nothing more to ask for'
type 'Sí'
as ana approvals decide office.amparo "$approval" --approve
ends 0
as rosa attach list office.amparo "$number"
ends 0
type 'Otra vez'
as rosa case ask office.amparo "$number"
ends 2

it 'she asks to pass it on; a supervisor passes it on'
type 'Me mudo'
as rosa case pass-on office.amparo "$number" --to ana
ends 0
type 'Sí'
as ana case pass-on office.amparo "$number" --to ana
ends 0
as ana case pass-on office.amparo "$number" --to nadie
ends 2
typed=
as rosa attach list office.amparo "$number"
refused

it 'its owner and a supervisor go on as before'
as ana attach list office.amparo "$number"
ends 0
as ana referral list office.amparo
[ "$(tail -n +2 "$place/out" | wc -l)" -gt 0 ] || problem 'nothing is listed'

finish

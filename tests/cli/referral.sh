#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The directory of institutions and the referrals, as far as the command line is concerned.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

it 'a new vault has a directory, and none of it is verified'
new_vault one.amparo
as ana institutions export one.amparo first.csv
ends 0
says_nothing
[ "$(grep -c . first.csv)" -gt 50 ] || problem 'few institutions'
grep -q '^WARMI-NAN,Programa Nacional Warmi Ñan' first.csv || problem 'no Warmi Ñan'
grep '^AURORA,' first.csv | grep -q ',2025,WARMI-NAN,,' || problem 'Aurora is not replaced'

it 'out and in again is the same, and changes nothing'
as ana institutions import one.amparo first.csv
ends 0
prints 'Added: 0, changed: 0'
as ana institutions export one.amparo again.csv
cmp -s first.csv again.csv || problem 'the tables differ'

it 'what cannot be read is named, without its value'
printf 'code,name_es,kind,colour\nCASA,Casa Ñ,Plaid,red\n,,,\nNADA,,,\n' >bad.csv
as ana institutions import one.amparo bad.csv --dry-run --report found.csv
ends 1
prints 'Would be added: 1'
prints '^row 2, kind: .*directory-value'
prints '^row 4, name_es: .*row-refused'
prints 'colour: .*directory-column'
! grep -q Plaid "$place/out" "$place/err" || problem 'a value is shown'
grep -q Plaid found.csv || problem 'the report has no values'
as ana institutions export one.amparo -
! grep -q CASA "$place/out" || problem 'a dry run wrote'

it 'a file that is no table is refused'
printf 'a,b\n1,2\n' >no.csv
as ana institutions import one.amparo no.csv
ends 5

it 'referrals are listed without names'
as ana demo demo.amparo --kdf cheap --cases 20 --today 2026-11-01
as ana referral list demo.amparo
ends 0
prints '^id,case,institution,service_type,urgency,state,sent_on,due_on,silent'
as ana referral list demo.amparo --state sent
ends 0
[ "$(tail -n +2 "$place/out" | cut -d, -f6 | sort -u | tr -d '\r')" = sent ] || problem 'other states'
as ana referral list demo.amparo --silent
! tail -n +2 "$place/out" | tr -d '\r' | grep -qv ',1$' || problem 'answered ones among the silent'
as ana referral list demo.amparo --state nonsense
ends 2

first_of ()
{
    as ana referral list demo.amparo --state "$1"
    tail -n +2 "$place/out" | head -n 1 | cut -d, -f1
}

state_of ()
{
    as ana referral list demo.amparo
    tr -d '\r' <"$place/out" | awk -F, -v id="$1" '$1 == id { print $6 }'
}

it 'a step is recorded, and a wrong one is refused'
id=$(first_of accepted)
as ana referral move demo.amparo "$id" --to in_service --date 2026-11-20
ends 0
says_nothing
same "$(state_of "$id")" in_service
as ana referral move demo.amparo "$id" --to draft
ends 2
as ana referral move demo.amparo "$id" --to interrupted
ends 2
as ana referral move demo.amparo "$id" --to interrupted --reason security
ends 0
as ana referral move demo.amparo "$id" --to nonsense
ends 2
says 'withdrawn_by_client'
as ana referral move demo.amparo x --to sent
ends 2

it 'a correction needs its reason, by standard input'
printf '%s\n' "$passphrase" >pass
"$program" referral correct demo.amparo "$id" --to in_service --user ana --passphrase-fd 3 3<pass \
    </dev/null >"$place/out" 2>"$place/err"
[ "$?" -eq 2 ] || problem 'without a reason'
echo 'Era otra persona' | "$program" referral correct demo.amparo "$id" --to in_service --user ana \
    --passphrase-fd 3 3<pass >"$place/out" 2>"$place/err" || problem 'refused'
rm -f pass
same "$(state_of "$id")" in_service

it 'a slip is written for a referral that goes out, and only with consent'
as ana referral slip demo.amparo "$id" --output slip.pdf --office 'Oficina Ñusta' --date 2026-11-26
ends 0
pdftotext slip.pdf slip.txt
grep -q 'de noviembre de 2026' slip.txt || problem 'no date in words'
grep -q 'Oficina Ñusta' slip.txt || problem 'no office'
as ana audit list demo.amparo
prints ',print,.*,referral-slip,'
as ana referral slip demo.amparo "$(first_of revoked)" --output none.pdf
ends 2
absent none.pdf
as ana referral slip demo.amparo "$id"
ends 2

it 'the chain holds after all that'
as ana verify demo.amparo
ends 0

finish

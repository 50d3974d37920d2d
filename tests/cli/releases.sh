#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Counts for others than the office, and the register of what was handed over.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault office.amparo
as ana demo office.amparo --cases 300 --kdf cheap --today 2026-11-01
ends 0
secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name berta --role supervisor \
    --new-passphrase-fd 3 --kdf cheap
ends 0

# partner ARGUMENTS…: a table of the first half of the demo's year for a partner.
partner ()
{
    as ana counts office.amparo --unit persons --release partner --recipient UNODC "$@"
}

# lines: how many the register has.
lines ()
{
    as ana releases list office.amparo
    tail -n +2 "$place/out" | grep -c .
}

it 'a period that is open, or none, is refused with a reason'
partner --by region --from 2026-10 --to 2026-10
ends 5
says 'not closed'
partner --by region --from 2026-01 --to 2026-05
ends 2
says 'one quarter'
partner --by region
ends 2
partner --by region --from 2026-13 --to 2026-13
ends 2
same "$(lines)" 0

it 'columns that no template has are refused'
partner --by region_residence --from 2026-01 --to 2026-03
ends 2
says 'not leave the office'
partner --by region --where region=PE-XYZ --from 2026-01 --to 2026-03
ends 2
same "$(lines)" 0

it 'a table for a partner hides what is small'
partner --by sex --from 2026-01 --to 2026-03 --output one.csv
ends 0
says 'hidden'
says 'yearly report'
grep -q '^# release: partner' one.csv || problem 'the file does not say for whom'
grep -q '^# release id: 1' one.csv || problem 'the file does not say which release it is'
grep -q ',suppressed' one.csv || problem 'nothing is hidden'
! grep -E ',([0-9]|10),exact' one.csv || problem 'a small number is told'
! grep -qiE 'user|ana|not victims' one.csv || problem 'it says who, or a count that nobody released'

it 'the same again is the same file'
partner --by sex --from 2026-01 --to 2026-03 --output two.csv
ends 0
cmp -s one.csv two.csv || problem 'they differ'
same "$(lines)" 1

it 'a line gives its file again'
as ana releases show office.amparo 1 --output three.csv
ends 0
cmp -s one.csv three.csv || problem 'they differ'
as ana releases show office.amparo 1
prints 'partner,UNODC'
prints ',given,'
as ana releases show office.amparo 99
ends 5

it 'every format'
for format in json xlsx pdf; do
    partner --by sex --from 2026-01 --to 2026-03 --format "$format" --output "t.$format"
    ends 0
    [ -s "t.$format" ] || problem "t.$format is empty"
done
same "$(head -c 4 t.pdf)" '%PDF'
grep -q suppressed t.json || problem 'the JSON does not say what is hidden'

it 'a coarser table is named where more than half is hidden'
partner --by region,sex --from 2026-01 --to 2026-03 --output many.csv
ends 0
says 'We suggest: --by'

it 'a file that cannot be written: the register tells the truth'
partner --by border --from 2026-01 --to 2026-03 --output nowhere/x.csv
ends 5
absent nowhere
as ana releases list office.amparo
prints ',prepared,'
partner --by border --from 2026-01 --to 2026-03 --output x.csv
ends 0
as ana releases list office.amparo
! grep -q ',prepared,' "$place/out" || problem 'it still says prepared'

# into FILE WORD…: a table of the first quarter on standard output, which is that file.
into ()
{
    local file=$1
    shift
    status=0
    printf '%s\n' "$passphrase" >"$place/secrets"
    "$program" counts office.amparo --unit cases --release partner --recipient UNODC --user ana \
        --from 2026-01 --to 2026-03 --passphrase-fd 3 "$@" 3<"$place/secrets" >"$file" 2>"$place/err" || status=$?
    rm -f "$place/secrets"
}

# last_line: the newest of the register.
last_line ()
{
    as ana releases list office.amparo
    ends 0
    tail -n 1 "$place/out"
}

# given_again NUMBER WORD…: the line says "prepared"; the same request is the same line, with the
# bytes that the register holds, and then it says "given".
given_again ()
{
    local number=$1
    shift
    case $(last_line) in
        "$number",*,prepared,*) ;;
        *) problem "line $number does not say prepared" ;;
    esac
    as ana releases verify office.amparo
    ends 0
    as ana counts office.amparo --unit cases --release partner --recipient UNODC \
        --from 2026-01 --to 2026-03 --output again.csv "$@"
    ends 0
    as ana releases show office.amparo "$number" --output shown.csv
    ends 0
    cmp -s again.csv shown.csv || problem 'it is another file'
    case $(last_line) in
        "$number",*,given,*) ;;
        *) problem "line $number does not say given" ;;
    esac
    rm -f again.csv shown.csv
}

it 'a full disk: the register tells the truth, and the file may be had again'
if [ -w /dev/full ]; then
    number=$(($(lines) + 1))
    into /dev/full --by sex
    ends 5
    says 'could not be written'
    given_again "$number" --by sex
fi

it 'a file that cannot take its place: no part of it is left'
number=$(($(lines) + 1))
mkdir -p full/taken.csv
as ana counts office.amparo --unit cases --release partner --recipient UNODC --by country \
    --from 2026-01 --to 2026-03 --output full/taken.csv
ends 5
says 'the file to write'
same "$(ls -A full)" taken.csv
same "$(ls -A full/taken.csv)" ''
given_again "$number" --by country

it 'killed between the line and the file: the register tells the truth'
number=$(($(lines) + 1))
mkfifo pipe
exec 9<>pipe
dd if=/dev/zero of=pipe bs=4096 count=100000 oflag=nonblock 2>/dev/null
printf '%s\n' "$passphrase" >"$place/secrets"
"$program" counts office.amparo --unit cases --release partner --recipient UNODC --by border \
    --from 2026-01 --to 2026-03 --user ana --passphrase-fd 3 3<"$place/secrets" >&9 2>"$place/err" 9<&- &
pid=$!
# Nothing fits into the pipe: it has done all it does before its file once it reckons no longer.
before=
still=0
for _ in $(seq 100); do
    sleep 0.3
    now=$(cut -d' ' -f3,14,15 "/proc/$pid/stat" 2>/dev/null) || break
    if [ "$now" = "$before" ] && [ "${now%% *}" = S ]; then still=$((still + 1)); else still=0; fi
    [ "$still" -ge 3 ] && break
    before=$now
done
kill -9 "$pid"
wait "$pid" 2>/dev/null
same $? 137
exec 9<&-
rm -f pipe "$place/secrets"
given_again "$number" --by border

it 'public needs another supervisor'
as ana counts office.amparo --unit services --release public --recipient web --by sex \
    --from 2026-04 --to 2026-06 --output public.csv
ends 5
says '--approval'
absent public.csv
number=$(grep -oE 'approval [0-9]+' "$place/err" | head -n 1 | cut -d' ' -f2)
as ana counts office.amparo --unit services --release public --recipient web --by sex \
    --from 2026-04 --to 2026-06 --output public.csv --approval "$number"
ends 5
printf '' >"$place/typed"
typed=$place/typed
as berta approvals decide office.amparo "$number" --approve
ends 0
typed=
as ana counts office.amparo --unit services --release public --recipient web --by sex \
    --from 2026-04 --to 2026-06 --output public.csv --approval "$number"
ends 0
exists public.csv

it 'an internal table stands in the register too'
before=$(lines)
as ana counts office.amparo --unit persons --by region --output in.csv
ends 0
same "$(lines)" "$((before + 1))"
as ana releases list office.amparo
prints 'internal'

it 'floors hold'
as ana releases policy office.amparo --smallest 10 --reason 'a donor asks'
ends 2
as ana releases policy office.amparo --smallest 15x
ends 2
says 'whole number'
as ana releases policy office.amparo --lag -1
ends 2
as ana releases policy office.amparo --smallest 15
ends 0
as ana releases policy office.amparo --smallest 11
ends 2
as ana releases policy office.amparo --smallest 11 --reason 'the year is large'
ends 5
as ana releases policy office.amparo
prints 'smallest,15'

it 'the register holds'
as ana releases verify office.amparo
ends 0
as ana verify office.amparo
ends 0

it 'a caseworker sees none of it'
secrets="$passphrase"$'\n''la frase de eva 99' as ana user add office.amparo --name eva --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
secrets='la frase de eva 99' as eva releases list office.amparo
ends 3
secrets='la frase de eva 99' as eva counts office.amparo --unit persons --by sex --release partner \
    --recipient X --from 2026-01 --to 2026-03
ends 3
prints_nothing

# year WORD…: the report of the demo's first year for a partner.
year ()
{
    as ana report office.amparo year --year 2025 --release partner --recipient UNODC "$@"
}

it "the year's report leaves with a line for each of its tables"
before=$(lines)
year --output year.csv
ends 0
says 'Left out: People reached by prevention'
says 'This year is closed'
grep -q '^# release: partner' year.csv || problem 'the file does not say for whom'
grep -q '^# late registrations persons: ' year.csv || problem 'what came late is not told'
! grep -E '^(assisted|border|services|referrals),' year.csv | grep -E ',([0-9]|10),exact' || problem 'a small number is told'
! grep -E '^reached,' year.csv || problem 'a table that was left out is there'
! grep -qiE 'user|ana|not victims' year.csv || problem 'it says who, or a count that nobody released'
as ana releases list office.amparo
[ "$(grep -c ',UNODC,,2025,' "$place/out")" -ge 6 ] || problem 'it has no lines'
after=$(lines)
[ "$after" -gt "$before" ] || problem 'the register did not grow'
year --output again.csv
ends 0
cmp -s year.csv again.csv || problem 'the same again is another file'
same "$(lines)" "$after"

it "the year's report on paper and as a book"
year --format pdf --output year.pdf
ends 0
same "$(head -c 4 year.pdf)" '%PDF'
year --format xlsx --output year.xlsx
ends 0
same "$(head -c 2 year.xlsx)" 'PK'
as ana releases verify office.amparo
ends 0

it 'only the year leaves, and only a closed one'
as ana report office.amparo monthly --year 2025 --release partner --recipient UNODC
ends 2
says 'alone leaves the office'
as ana report office.amparo year --from 2025-01 --to 2025-03 --release partner --recipient UNODC
ends 2
says 'whole years'
as ana report office.amparo year --year 2025 --release partner
ends 2
as ana report office.amparo year --year 2025 --release public --recipient Todos
ends 5
says 'asked for as'

finish

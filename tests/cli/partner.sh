#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The records of a year for a partner: two people, sealed, in the register, the same for all.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# The number of the request that the last command made.
asked ()
{
    sed -nE 's/.*--approval ([0-9]+)\..*/\1/p' "$place/err"
}

# approve NUMBER: by the other supervisor.
approve ()
{
    printf 'ok' >"$place/typed"
    typed=$place/typed
    as berta approvals decide office.amparo "$1" --approve
    ends 0
    typed=
}

make_file ()
{
    as ana partner make office.amparo --year 2025 "$@"
}

new_vault office.amparo
as ana demo office.amparo --cases 1500 --seed 3 --today 2026-03-31
for user in iom unodc; do
    secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name $user --role auditor \
        --new-passphrase-fd 3 --kdf cheap
done
secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name berta --role supervisor \
    --new-passphrase-fd 3 --kdf cheap

it 'one person alone makes no file'
make_file --recipient iom --output year.parcel
ends 5
says 'approve of this file'
[ ! -e year.parcel ] || problem 'the file is there'
number=$(asked)

it 'not even with the number of a request that waits'
make_file --recipient iom --output year.parcel --approval "$number"
ends 5
[ ! -e year.parcel ] || problem 'the file is there'

it 'a year that is not closed is refused'
as ana partner make office.amparo --year 2099 --recipient iom --output year.parcel
says 'not closed|closed'
[ ! -e year.parcel ] || problem 'the file is there'

it 'nobody gets it who is no user of the vault'
make_file --recipient nobody --output year.parcel
[ ! -e year.parcel ] || problem 'the file is there'

it 'with another supervisor it is made'
approve "$number"
make_file --recipient iom --output year.parcel --approval "$number"
ends 0
says 'records; left out'
exists year.parcel

it 'an approval is good for one file'
make_file --recipient iom --output again.parcel --approval "$number"
ends 5
[ ! -e again.parcel ] || problem 'the file is there'

it 'nothing of it is in clear'
! grep -qa 'yearOfRegistration\|iom\|2025' year.parcel || problem 'something is'

it 'the partner opens it with her passphrase and no vault'
mv office.amparo elsewhere
as iom partner open year.parcel --output year.csv
ends 0
mv elsewhere office.amparo
same "$(head -n 1 year.csv | tr ',' '\n' | wc -l)" 28
grep -q '^yearOfRegistration,gender,ageBroad,' year.csv || problem 'other columns'
[ "$(wc -l <year.csv)" -gt 50 ] || problem "$(wc -l <year.csv) lines"

it 'nobody else opens it'
as unodc partner open year.parcel --output other.csv
ends 3
[ ! -e other.csv ] || problem 'the file is there'

it 'no group is smaller than 11'
least=$(awk -F, 'NR > 1 { n[$1 "," $2 "," $3 "," $4 "," $6]++ } END { for (i in n) if (!least || n[i] < least) least = n[i]; print least }' year.csv)
[ "$least" -ge 11 ] || problem "a group of $least"

it 'the register has its line, and holds'
as ana releases list office.amparo
prints 'records'
cp "$place/out" "$place/listed"
as ana releases verify office.amparo
ends 0

it 'one person alone does not get them out of the register in clear'
line=$(tail -n 1 "$place/listed" | cut -d, -f1)
as ana releases show office.amparo "$line"
ends 0
prints 'records'
as ana releases show office.amparo "$line" --output clear.csv
ends 5
says 'sealed to one partner'
[ ! -e clear.csv ] || problem 'the file is there'
as ana releases show office.amparo "$line" --output -
ends 5
prints_nothing

it 'another partner gets the same records'
make_file --recipient unodc --output other.parcel
number=$(asked)
approve "$number"
make_file --recipient unodc --output other.parcel --approval "$number"
ends 0
says 'the same'
as unodc partner open other.parcel --output other.csv
ends 0
cmp year.csv other.csv || problem 'they differ'

it 'in the codes of HTCDS they are the same records'
make_file --recipient unodc --format xlsx --output htcds.parcel
ends 2
make_file --recipient unodc --format htcds --output htcds.parcel --approval "$number"
ends 5
make_file --recipient unodc --format htcds --output htcds.parcel
number=$(asked)
approve "$number"
make_file --recipient unodc --format htcds --output htcds.parcel --approval "$number"
ends 0
says 'the same'
as unodc partner open htcds.parcel --output htcds.csv
ends 0
grep -q '^x_YearOfRegistration,prs_Gender,' htcds.csv || problem 'other columns'
same "$(wc -l <htcds.csv)" "$(wc -l <year.csv)"
same "$(cut -d, -f5 htcds.csv | tail -n +2 | sed 's/^$/-99/' | sort)" "$(cut -d, -f5 year.csv | tail -n +2 | sort)"
make_file --recipient iom --output third.parcel
number=$(asked)
approve "$number"
make_file --recipient iom --output third.parcel --approval "$number"
ends 0
as iom partner open third.parcel --output third.csv
cmp year.csv third.csv || problem 'they differ'
as ana releases verify office.amparo
ends 0

it 'a file that could not be written is written later, once, and nobody approves again'
make_file --recipient iom --output nowhere/at/all.parcel
number=$(asked)
approve "$number"
make_file --recipient iom --output nowhere/at/all.parcel --approval "$number"
[ "$status" != 0 ] || problem 'it says that it was written'
says 'nobody has to approve again'
line=$(sed -nE 's/.*as number ([0-9]+), prepared.*/\1/p' "$place/err")
as ana releases show office.amparo "$line" --output later.parcel
ends 0
! grep -qa 'yearOfRegistration\|iom\|2025' later.parcel || problem 'something is in clear'
as iom partner open later.parcel --output later.csv
ends 0
cmp year.csv later.csv || problem 'they differ'
as unodc partner open later.parcel --output never.csv
ends 3
as ana releases show office.amparo "$line" --output twice.parcel
ends 5
says 'sealed to one partner'
[ ! -e twice.parcel ] || problem 'the file is there'
as ana releases verify office.amparo
ends 0

it 'the register says how many, and shows none'
as ana releases list office.amparo
line=$(tail -n 1 "$place/out" | cut -d, -f1)
as ana releases show office.amparo "$line"
ends 0
says "$(($(wc -l <year.csv) - 1)) records of persons"
! grep -qE 'PER|Woman|Adult' "$place/out" "$place/err" || problem 'something of them is shown'

it 'beside records no table of people leaves, and beside tables no records'
as ana counts office.amparo --unit persons --release partner --recipient UNODC --by sex \
    --from 2025-01 --to 2025-03 --output counts.csv
ends 5
says 'left out of the records'
as ana counts office.amparo --unit cases --release partner --recipient UNODC --by sex \
    --from 2025-01 --to 2025-12 --output counts.csv
ends 5
[ ! -e counts.csv ] || problem 'the file is there'
as ana counts office.amparo --unit services --release partner --recipient UNODC --by service_domain \
    --from 2025-01 --to 2025-12 --output services.csv
ends 0
as ana counts office.amparo --unit persons --release partner --recipient UNODC --by sex \
    --from 2024-01 --to 2024-12 --output counts.csv
ends 0
as ana partner make office.amparo --year 2024 --recipient iom --output never.parcel
ends 5
says 'Tables of people or cases'
[ ! -e never.parcel ] || problem 'the file is there'

it 'a caseworker makes none'
secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name caro --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
as caro partner make office.amparo --year 2025 --recipient iom --output caro.parcel
ends 3
[ ! -e caro.parcel ] || problem 'the file is there'

finish

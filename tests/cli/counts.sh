#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The demo office and its counts: 300 people, eight regions, two of them on the border.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

demo ()
{
    as ana demo "$@" --kdf cheap --today 2026-11-01
}

# Lines of the table without the comments above it.
table ()
{
    tr -d '\r' <"$place/out" | grep -v '^# '
}

count_of ()
{
    table | awk -F, -v value="$1" '$1 == value { print $2 }'
}

it 'demo makes the vault and fills it'
demo one.amparo
ends 0
exists one.amparo/keyring

it 'demo refuses a vault with people in it'
demo one.amparo
ends 2
says 'already'

it 'demo fills an empty vault'
new_vault empty.amparo
demo empty.amparo --cases 5
ends 0
as ana counts empty.amparo --unit persons --by region
same "$(count_of '*')" 5

it '300 people are assisted in eight regions'
as ana counts one.amparo --unit persons --by region
ends 0
says_nothing
same "$(table | head -n 1)" 'region,count,status'
same "$(count_of '*')" 300
same "$(table | tail -n +2 | grep -vc '^\*')" 8
cp "$place/out" by-region

it 'people served in two regions count once in the total'
sum=$(table | tail -n +2 | grep -v '^\*' | awk -F, '{ n += $2 } END { print n }')
[ "$sum" -gt 300 ] || problem "the regions add up to $sum"

it 'two of the regions are on the Ecuador border'
as ana counts one.amparo --unit persons --by region,border
ends 0
same "$(table | awk -F, 'NR > 1 && $1 != "*" && $2 == "yes" { print $1 }' | sort -u | tr '\n' ' ')" 'PE-PIU PE-TUM '

it 'the table says what it is'
for word in persons internal; do
    grep -qi "^# .*$word" by-region || problem "no line above the table says $word"
done

it 'every count is exact'
same "$(grep -v '^#' by-region | tail -n +2 | tr -d '\r' | cut -d, -f3 | sort -u)" exact

it 'the same seed gives the same counts, another seed others'
demo again.amparo
as ana counts again.amparo --unit services --by region,month
cp "$place/out" again
as ana counts one.amparo --unit services --by region,month
cmp -s <(grep -v '^#' again) <(grep -v '^#' "$place/out") || problem 'they differ'
demo other.amparo --seed 2
as ana counts other.amparo --unit services --by region,month
cmp -s <(grep -v '^#' again) <(grep -v '^#' "$place/out") && problem 'they are the same'

it 'a filter keeps what has the code'
as ana counts one.amparo --unit persons --by region --where region=PE-TUM
ends 0
same "$(count_of 'PE-TUM')" "$(grep '^PE-TUM,' by-region | cut -d, -f2)"
same "$(table | tail -n +2 | grep -vc '^\*')" 1

it 'the years of a period add up to all services'
as ana counts one.amparo --unit services --by year
total=$(count_of '*')
as ana counts one.amparo --unit services --by region --to 2025
early=$(count_of '*')
as ana counts one.amparo --unit services --by region --from 2026-01-01
late=$(count_of '*')
same "$((early + late))" "$total"

it 'two kinds of region in one table are refused'
as ana counts one.amparo --unit persons --by region,region_residence
ends 2

it 'a period that ends before it begins is refused'
as ana counts one.amparo --unit persons --by region --from 2026 --to 2025
ends 2

it 'every unit and every format'
for unit in persons cases services referrals; do
    for format in csv json xlsx pdf; do
        as ana counts one.amparo --unit "$unit" --by region --format "$format" --output "$unit.$format"
        ends 0
        prints_nothing
        [ -s "$unit.$format" ] || problem "$unit.$format is empty"
    done
done
same "$(head -c 4 persons.pdf)" '%PDF'
same "$(head -c 2 persons.xlsx)" 'PK'
same "$(grep -v '^# ' persons.csv | tr -d '\r')" "$(grep -v '^# ' by-region | tr -d '\r')"

it 'an exported file is for its owner only'
same "$(stat -c %a persons.csv)" 600

it 'a folder that is not there: nothing is written'
as ana counts one.amparo --unit persons --by region --output nowhere/x.csv
ends 5
absent nowhere

it 'a caseworker takes no table out'
secrets="$passphrase"$'\n''la frase de eva 99' as ana user add one.amparo --name eva --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
ends 0
secrets='la frase de eva 99' as eva counts one.amparo --unit persons --by region --output eva.csv
ends 3
absent eva.csv

it 'the eight reports are written in every format'
for report in monthly assisted-by-region assisted-by-age assisted-by-exploitation services-by-domain \
    referrals time-to-service consent border-share; do
    for format in csv json xlsx pdf; do
        as ana report one.amparo "$report" --from 2026 --to 2026 --format "$format" \
            --output "$report.$format"
        ends 0
        exists "$report.$format"
    done
done
[ "$(head -c 5 consent.pdf)" = '%PDF-' ] || problem 'no PDF'

it 'a report counts as the counts do'
as ana report one.amparo assisted-by-region
ends 0
same "$(tr -d '\r' <"$place/out" | grep '^region,region,\*,month,\*,')" \
    'region,region,*,month,*,300,exact'

it 'the office has a name at the head of its reports'
as ana setting one.amparo --office-name 'Oficina Tumbes'
ends 0
prints 'office-name.Oficina Tumbes'

it 'the annual report begins with its line'
as ana report one.amparo year --format json
ends 0
for table in assisted services referrals activities reached trainings trained plans commitments figures-of-others; do
    prints "\"$table\""
done
as ana report one.amparo year --format pdf --output year.pdf
ends 0
same "$(pdftotext -l 1 -raw year.pdf - | tr '\n' ' ' | grep -o '300 people.*the border\.')" \
    '300 people assisted in eight regions, two of them on the border.'

it 'a year without anybody is an answer, an impossible one is none'
as ana report one.amparo year --year 1990 --format pdf --output 1990.pdf
ends 0
same "$(pdftotext -l 1 -raw 1990.pdf - | grep -c '^Nobody was assisted\.')" 1
for year in 20x6 2026-13 0 99999 2026-05; do
    as ana report one.amparo year --year $year --output never.csv
    ends 2
    absent never.csv
done
as ana report one.amparo year --year 2026 --from 2026-01-01 --output never.csv
ends 2
absent never.csv

it 'a wrong report names them all'
as ana report one.amparo everything
ends 2
says 'time-to-service'

it 'a period that ends before it begins is refused'
as ana report one.amparo consent --from 2026-02 --to 2026-01 --output never.csv
ends 2
absent never.csv

it 'what the programme did is counted by its own columns'
new_vault blank.amparo
for request in activities:region,audience reached:sex,age_group trainings:topic,modality \
    trained:institution,sex commitments:country,commitment_status; do
    as ana counts blank.amparo --unit "${request%%:*}" --by "${request##*:}" --from 2026
    ends 0
    prints "# unit: ${request%%:*}"
    same "$(table | tail -n 1)" '*,*,0,exact'
done

it 'people reached are told not to be persons assisted'
as ana counts blank.amparo --unit reached --by region --format json
ends 0
prints 'never add the two'

it 'a column that says nothing of an activity is refused, and the others are named'
as ana counts blank.amparo --unit activities --by sex
ends 2
as ana counts blank.amparo --unit activities --by shoe_size
ends 2
says 'activity_kind'
! grep -q nationality "$place/err" || problem 'it names what does not fit'

it 'events leave exactly, with a line in the ledger'
as ana counts blank.amparo --unit activities --by region --from 2026 --to 2026 \
    --release partner --recipient 'Comisión Regional' --output events.csv
ends 0
exists events.csv
as ana releases list blank.amparo
ends 0
prints 'partner,.*activities'
as ana releases verify blank.amparo
ends 0

it 'small numbers of people at events do not leave'
as ana counts blank.amparo --unit reached --by region --from 2024 --to 2024 \
    --release partner --recipient 'Comisión Regional' --output never.csv
ends 5
absent never.csv
says 'too small'

it 'exports are in the log'
as ana audit list one.amparo
prints ',export,|,EXPORT,'

it 'the demo is whole'
as ana verify one.amparo
ends 0

finish

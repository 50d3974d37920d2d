#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A table recoded for research under contract: what is asked for, what is written, what is refused.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# People of two sexes and nine ages, in four provinces; the sensitive column has three values.
make_table ()
{
    local i

    mkdir -p levels
    printf 'F;*\nM;*\n' >levels/sex.csv
    for i in 10 11 12 13; do
        echo "$i;child;*"
    done >levels/h_age.csv
    for i in 30 31 32 33 34; do
        echo "$i;adult;*"
    done >>levels/h_age.csv
    printf 'TUM;norte;*\nPIU;norte;*\nLIM;centro;*\nICA;centro;*\n' >levels/place.csv
    {
        echo 'name,sex,age,place,kind'
        for i in $(seq 0 199); do
            set -- 10 11 12 13 30 31 32 33 34
            shift $((i * 7 % 9))
            printf 'Quispe %s,%s,%s,' "$i" "$([ $((i % 3)) -eq 0 ] && echo M || echo F)" "$1"
            set -- TUM PIU LIM ICA
            shift $((i * 5 % 11 % 4))
            printf '%s,' "$1"
            set -- sexual laboral mendicidad
            shift $((i * 11 % 7 % 3))
            echo "$1"
        done
    } >people.csv
}

recode ()
{
    amparo recode people.csv --hierarchies levels --under-contract "$@"
}

# The smallest group of equal first three columns; and the fewest different sensitive values in one.
smallest ()
{
    tr -d '\r' <"$1" | awk -F, 'NR > 1 { n[$1 "," $2 "," $3]++ } END { for (i in n) if (!least || n[i] < least) least = n[i]; print least }'
}

fewest ()
{
    tr -d '\r' <"$1" | awk -F, 'NR > 1 && !seen[$0]++ { n[$1 "," $2 "," $3]++ } END { for (i in n) if (!least || n[i] < least) least = n[i]; print least }'
}

make_table

it 'nothing is written without the word that there is a contract'
amparo recode people.csv --hierarchies levels --output out.csv
ends 2
says 'downcoding'
says 'under-contract'
[ ! -e out.csv ] || problem 'the file is there'

it 'a table is recoded, with its warning'
recode --sensitive kind --output out.csv
ends 0
says 'downcoding'
says '1 column without a hierarchy was left out'
same "$(head -n 1 out.csv | tr -d '\r')" 'sex,age,place,kind'
same "$(wc -l <out.csv)" 201
[ "$(smallest out.csv)" -ge 11 ] || problem "a group of $(smallest out.csv)"
[ "$(fewest out.csv)" -ge 3 ] || problem "$(fewest out.csv) sensitive values in a group"
! grep -q Quispe out.csv || problem 'a name is in the file'

it 'something is left of the detail'
[ "$(tail -n +2 out.csv | cut -d, -f1-3 | sort -u | wc -l)" -gt 3 ] || problem 'next to nothing'

it 'the rows stand in no order of the table'
tail -n +2 out.csv | LC_ALL=C sort -c || problem 'not by what they say'

it 'the same seed gives the same file'
recode --k 5 --seed 7 --output one.csv
recode --k 5 --seed 7 --output two.csv
cmp one.csv two.csv || problem 'they differ'
[ "$(smallest one.csv)" -ge 5 ] || problem "a group of $(smallest one.csv)"

it 'k below 5 is refused'
recode --k 4 --output low.csv
ends 2
says 'from 5 to'
[ ! -e low.csv ] || problem 'the file is there'

it 'l without a sensitive column is refused'
recode --l 2 --output low.csv
ends 2
says 'sensitive'

it 'a value that no hierarchy knows is told by line and column, not by itself'
sed '5s/,\(1\|3\)[0-9],/,99,/' people.csv >odd.csv
amparo recode odd.csv --hierarchies levels --under-contract --output odd-out.csv
ends 2
says 'line 5, column age'
! grep -q 99 "$place/err" || problem 'the value is told'
[ ! -e odd-out.csv ] || problem 'the file is there'

it 'a hierarchy that contradicts itself is refused'
mkdir bad
cp levels/* bad
printf '10;adult;*\n35;child;*\n' >>bad/h_age.csv
amparo recode people.csv --hierarchies bad --under-contract --output bad.csv
ends 2
says 'column age, line 10'

it 'too few rows are refused'
head -n 8 people.csv >few.csv
amparo recode few.csv --hierarchies levels --under-contract --output few-out.csv
ends 2
says 'too few rows'

it 'a title is never a path'
mkdir -p other
printf 'F;*\nM;*\n' >secret.csv
sed '1s/sex/..\/secret/' people.csv >path.csv
amparo recode path.csv --hierarchies levels --under-contract --output path-out.csv
ends 0
says '3 columns without a hierarchy were left out'

it 'a sensitive column that is not there is refused'
recode --sensitive species --output none.csv
ends 2
says 'sensitive column'

it 'a file of 14,000 records in the shape of CTDC keeps to 11'
mkdir ctdc
"$here/../review/ctdc-shape.py" ctdc 14000 1
amparo recode ctdc/ctdc.csv --hierarchies ctdc --under-contract --output ctdc-out.csv --seed 1 \
    --sensitive typeOfExploitConcatenated --sensitive meansOfControlConcatenated
ends 0
says '^14000 rows in 1[0-9][0-9][0-9] groups; 1[0-4]\.'
same "$(wc -l <ctdc-out.csv)" 14001
least=$(tr -d '\r' <ctdc-out.csv | awk -F, 'NR > 1 { n[$1 "," $2 "," $3 "," $4 "," $5]++ } END { for (i in n) if (!least || n[i] < least) least = n[i]; print least }')
[ "$least" -ge 11 ] || problem "a group of $least"

finish

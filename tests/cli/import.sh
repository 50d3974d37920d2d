#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Spreadsheets in and out, as far as the command line is concerned: reports, exit codes, all or nothing.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

cat >good.csv <<'END'
prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,vic_TraffickingStatus
Jhoselyn,Quispe Ñahui,2001-03-05,Feminine,PossibleVictimOfTrafficking
Íñigo,de la Cruz,1999,Masculine,ActualVictimOfTrafficking
END
cat >mixed.csv <<'END'
prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender
Rosa,Saavedra,2001-03-05,Feminine
Luz,Ordinola,31/02/2001,Plaid
END

persons ()
{
    as ana export one.amparo --format amparo-csv --output "$place/all.csv"
    grep -c . "$place/all.csv"
}

new_vault one.amparo

it 'a dry run writes nothing'
before=$(persons)
as ana import one.amparo good.csv --format htcds-csv --region PE-TUM --dry-run
ends 0
prints 'Would come in: 2'
same "$(persons)" "$before"

it 'a dry run with findings: 1, each with its row'
as ana import one.amparo mixed.csv --format htcds-csv --region PE-TUM --dry-run
ends 1
prints '^row 3'

it 'findings on the screen hold no values'
! grep -qE 'Plaid|Ordinola' "$place/out" "$place/err" || problem 'a value is shown'

it 'the report file holds row, column, value'
as ana import one.amparo mixed.csv --format htcds-csv --region PE-TUM --dry-run --report report.csv
ends 1
grep -q '^row,column,value,level,code,message' report.csv || problem 'no header'
grep -q '^3,prs_Gender,Plaid,' report.csv || problem "no such line: $(cat report.csv)"
same "$(stat -c %a report.csv)" 600

it 'an import comes in'
as ana import one.amparo good.csv --format htcds-csv --region PE-TUM
ends 0
prints 'Came in: 2'
[ "$(persons)" -gt "$before" ] || problem 'nothing came in'
grep -q 'Quispe.*Ñahui' "$place/all.csv" || problem 'the name is not in the export'

it 'all or nothing: nothing'
before=$(persons)
printf 'prs_FirstName,prs_Gender\nAlma,Feminine\n,\n"unclosed' >broken.csv
as ana import one.amparo broken.csv --format htcds-csv --all-or-nothing
[ "$status" -ne 0 ] || problem 'ended with 0'
same "$(persons)" "$before"

it 'a file that is not there, a format that does not exist, a region that does not exist'
as ana import one.amparo nowhere.csv --format htcds-csv
ends 5
as ana import one.amparo good.csv --format docx
ends 2
as ana import one.amparo good.csv --format htcds-csv --region XX
ends 2

it 'a file of another kind is refused'
head -c 5000 /dev/urandom >noise
as ana import one.amparo noise --format htcds-xlsx
ends 5

it 'an export goes in again in every format'
for format in htcds-csv htcds-xlsx amparo-csv; do
    as ana export one.amparo --format "$format" --output "out-$format"
    ends 0
    as ana create "from-$format.amparo" --kdf cheap
    as ana import "from-$format.amparo" "out-$format" --format "$format" --region PE-TUM
    ends 0
    as ana export "from-$format.amparo" --format htcds-csv --output again.csv
    grep -q 'Jhoselyn' again.csv || problem "$format lost a name"
done

it 'a caseworker exports nothing'
secrets="$passphrase"$'\n''la frase de eva 99' as ana user add one.amparo --name eva --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
secrets='la frase de eva 99' as eva export one.amparo --format amparo-csv --output eva.csv
ends 3
absent eva.csv

finish

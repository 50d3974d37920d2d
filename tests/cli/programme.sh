#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The programme's lists as tables.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

lists='activities trainings attendance plans goals actions progress forums commitments updates figures'

it 'a new vault has the published figures, and nothing else'
new_vault one.amparo
for list in $lists; do
    as ana programme list one.amparo "$list"
    ends 0
    says_nothing
    [ "$list" = figures ] || [ "$(grep -c . "$place/out")" = 1 ] || problem "$list is not empty"
    head -n 1 "$place/out" | grep -q ',ref.$' || problem "$list has no ref"
done
prints '^OBS-2016,possible_cases,cases,1144,2016-01-01,2016-12-31,PE,'
prints '^OBS-2016-FRONTERA,border_share,percent,12.6,'
[ "$(grep -c . "$place/out")" = 5 ] || problem 'not four figures'

it 'they come once'
as ana programme seed one.amparo
ends 0
prints '^0 '

it 'tables come in, children after their parents'
printf 'code;title;status;on;region\nCAP-1;Ruta de derivación;Realizada;05/03/2024;Tumbes\n' >trainings.csv
printf 'training;audience;attended_f;attended_m\nCAP-1;Fiscales;3;2\nCAP-1;Policía;4;9\n' >attendance.csv
as ana programme import one.amparo trainings trainings.csv
ends 0
prints 'Added: 1, changed: 0'
as ana programme import one.amparo attendance attendance.csv
ends 0
prints 'Added: 2, changed: 0'

it 'out and in again changes nothing'
for list in trainings attendance figures; do
    as ana programme export one.amparo "$list" "$list.out"
    ends 0
    says_nothing
    as ana programme import one.amparo "$list" "$list.out"
    ends 0
    prints 'Added: 0, changed: 0'
    as ana programme export one.amparo "$list" - --from 2014
    cmp -s "$place/out" "$list.out" || problem "$list differs"
done

it 'a period and a region may be asked for'
as ana programme list one.amparo attendance --from 2024-03 --to 2024-03 --region PE-TUM
[ "$(grep -c . "$place/out")" = 3 ] || problem 'not the two rows'
as ana programme list one.amparo attendance --from 2024-04
[ "$(grep -c . "$place/out")" = 1 ] || problem 'rows of another month'
as ana programme list one.amparo attendance --region PE-PIU
[ "$(grep -c . "$place/out")" = 1 ] || problem 'rows of another region'

it 'what cannot be read is named by row and column, without its value'
printf 'code,title,status,on,region,colour\nCAP-2,Jueces,Plaid,2024,PE-TUM,red\nCAP-3,,done,2024,PE-TUM,\nCAP-4,Salud,done,2024,PE-TUM,\n' >bad.csv
as ana programme import one.amparo trainings bad.csv --dry-run --report found.csv
ends 1
prints 'Would be added: 1'
prints '^row 2, status: .*list-value'
prints '^row 2, status: error: .*row-refused'
prints '^row 3, title: error: Give the training session a title'
prints 'colour: .*list-column'
! grep -q Plaid "$place/out" "$place/err" || problem 'a value is shown'
grep -q Plaid found.csv || problem 'the report has no values'
as ana programme list one.amparo trainings
! grep -q CAP-4 "$place/out" || problem 'a dry run wrote'
as ana programme import one.amparo trainings bad.csv
ends 0
as ana programme list one.amparo trainings
prints '^CAP-4,Salud,'
! grep -q -e CAP-2 -e CAP-3 "$place/out" || problem 'a bad row came in'

it 'lists, days and regions that are none are refused'
as ana programme list one.amparo cases
ends 2
says 'activities, trainings, attendance'
as ana programme list one.amparo activities --from yesterday
ends 2
as ana programme list one.amparo activities --region Tumbes
ends 2
says '--region'
as ana programme import one.amparo plans "$place/no-such.csv"
ends 5
printf 'a,b\n1,2\n' >no.csv
as ana programme import one.amparo plans no.csv
ends 5

it 'the log tells of all of it'
as ana audit list one.amparo
prints 'export.*trainings-csv'
prints 'import.*attendance-csv'
as ana verify one.amparo
ends 0

finish

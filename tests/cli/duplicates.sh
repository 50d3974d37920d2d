#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Probable duplicates, for the data-quality work of a supervisor.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

header='person_a,person_b,score,reasons'

it 'an empty vault has no pairs'
new_vault one.amparo
as ana duplicates one.amparo
ends 0
same "$(tr -d '\r' <"$place/out")" "$header"

it 'two records of one person are a pair with its reasons, without names'
{
    printf 'record,person.id,person.pseudonym,person.given_names,person.surname_paternal,person.doc_number,person.gender\n'
    printf 'person,1,TUM-26-0001-K,Jhoselyn,Quispe,45871236,Feminine\n'
    printf 'person,2,TUM-26-0002-K,Yoselin,Kispe,45871236,Feminine\n'
    printf 'person,3,TUM-26-0003-K,Rosa,Mamani,40111222,Feminine\n'
} >people.csv
as ana import one.amparo people.csv --format amparo-csv
ends 0
as ana duplicates one.amparo --format csv
ends 1
same "$(wc -l <"$place/out")" 2
prints 'same_document;name_sounds_alike'
! grep -qiE 'jhoselyn|yoselin|quispe|kispe|45871236' "$place/out" || problem 'a name or a number is told'

it 'another format is refused'
as ana duplicates one.amparo --format pdf
ends 2
says 'csv'

finish

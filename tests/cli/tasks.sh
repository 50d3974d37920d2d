#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is to be done, as a script reads it.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

it 'a demo office has things to do'
as ana create office.amparo --kdf cheap
ends 0
as ana demo office.amparo --cases 60 --seed 1
ends 0
as ana tasks office.amparo
ends 0
prints '^due,put_off_until,days_late,number,kind,detail,risk'
prints '^[0-9]{4}-[0-9]{2}-[0-9]{2},,-?[0-9]+,[A-Z]{3}-[0-9]{2}-[0-9]{4}-[A-Z]/1,no_contact,'
lines=$(wc -l <"$place/out")

it 'a supervisor sees the whole office: here all of it is hers'
as ana tasks office.amparo --all
ends 0
[ "$(wc -l <"$place/out")" = "$lines" ] || problem 'not as many'

it 'as JSON the same, and it is JSON'
as ana tasks office.amparo --format json
ends 0
python3 -c 'import json,sys; rows=json.load(open(sys.argv[1])); assert len(rows)==int(sys.argv[2])-1; assert all(set(r)>={"due","number","kind"} for r in rows)' \
    "$place/out" "$lines" || problem 'no JSON of as many rows'

it 'another format is refused'
as ana tasks office.amparo --format xml
ends 2
prints_nothing
says 'csv, json'

finish

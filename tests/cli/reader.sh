#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A second program, tests/vault/reader.py, written from src/vault/FORMAT.md alone, reads what this one
# wrote: the document is right, and whoever has it and a passphrase does not need this program.
tests=$(realpath "$(dirname "$0")/..")
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# read_as USER WORD…: like as (), with the reader.
read_as ()
{
    local user=$1
    shift
    status=0
    printf '%s\n' "${secrets:-$passphrase}" >"$place/secrets"
    "$tests/vault/reader.py" "$@" --login "$user" <"$place/secrets" >"$place/out" 2>"$place/err" || status=$?
    rm -f "$place/secrets"
}

# columns NAME…: these columns of the CSV on standard input.
columns ()
{
    /usr/bin/python3 -c '
import csv, sys
for row in csv.DictReader(sys.stdin):
    print(*(row[name] for name in sys.argv[1:]), sep="\t")' "$@"
}

# rows_of TABLE: how many it has, by the reader's list in $place/out.
rows_of ()
{
    awk -v table="$1" '$1 == "casework" && $2 == table { print $3 }' "$place/out"
}

# flip FILE OFFSET: one bit of the byte there is another one.
flip ()
{
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    printf '%b' "\\x$(printf %x $((byte ^ 4)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# words NUMBER: those of a sheet, in one line. Each stands behind its number.
words ()
{
    pdftotext -raw sheets/*-"$1".pdf - | grep -oE '[0-9]+ [a-z]{4,7}' | sort -n -u | sed 's/^[0-9]* //' | tr '\n' ' '
}

# The reader's list of tables in $place/out is that of the file, but for the log.
same_tables ()
{
    diff <(grep -v audit_event "$1") <(grep -v audit_event "$place/out") >differences || problem "$(head -n 4 differences)"
}

as ana demo one.amparo --kdf cheap --cases 12
as ana export one.amparo --format amparo-csv --output all.csv

it 'each table has the rows that the program exports'
ends 0
read_as ana one.amparo
ends 0
for kind in user institution case service consent follow_up note referral referral_event; do
    same "$kind $(rows_of "$kind")" "$kind $(columns record <all.csv | grep -cx "$kind")"
done
same "$(rows_of person)" 12

it 'the names are those of the export'
read_as ana one.amparo --table identity.person
ends 0
columns id given_names surname_paternal surname_maternal doc_number phone <"$place/out" | sort >by-reader
columns person.{id,given_names,surname_paternal,surname_maternal,doc_number,phone} <all.csv |
    grep '^[0-9]' | sort >exported
[ "$(wc -l <by-reader)" -eq 12 ] || problem "$(wc -l <by-reader) people"
cmp -s by-reader exported || problem "$(diff by-reader exported | head -n 4)"

it 'the log is the one that the program lists'
as ana audit list one.amparo
columns seq at actor role action object_ref hash <"$place/out" >listed
read_as ana one.amparo --table audit_event
columns seq at actor role action object_ref hash <"$place/out" | sed -n "1,$(wc -l <listed)p" >by-reader
[ "$(wc -l <by-reader)" -gt 2 ] || problem 'it is empty'
cmp -s by-reader listed || problem "$(diff by-reader listed | head -n 4)"

it 'every signature, seal and page holds, and SQLite finds nothing'
read_as ana one.amparo --verify
ends 0
prints 'user: supervisor active ana'
prints 'the pin fits'
same "$(grep -c 'closed, the tags file fits' "$place/out")" 2
same "$(grep -c 'own check: ok' "$place/out")" 2

it 'a wrong passphrase and an unknown user'
secrets='no es esta' read_as ana one.amparo
ends 1
prints_nothing
read_as eva one.amparo
ends 1

it 'a caseworker reads with a passphrase of her own, an auditor has no key'
for role in caseworker auditor; do
    secrets="$passphrase"$'\n''la frase de eva 99' as ana user add one.amparo --name "$role" --role "$role" \
        --new-passphrase-fd 3 --kdf cheap
    ends 0
    secrets='la frase de eva 99' read_as "$role" one.amparo
    ends 0
    same "$(rows_of person)" "$([ "$role" = auditor ] || echo 12)"
done

it 'one bit that is not as it was written is told, and where'
for at in casework.db:16000 identity.db:9000 identity.db:40000; do
    rm -rf bad.amparo
    cp -r one.amparo bad.amparo
    flip "bad.amparo/${at%:*}" "${at#*:}"
    read_as ana bad.amparo
    ends 2
    prints_nothing
    says "${at%:*}: page $((1 + (${at#*:} - 8192) / 4096)) "
done

it 'of the keyring and the superblocks the other copy counts; with both damaged nothing opens'
for file in keyring:36864 casework.db:4096 identity.db:4096; do
    rm -rf bad.amparo
    cp -r one.amparo bad.amparo
    flip "bad.amparo/${file%:*}" 100
    read_as ana bad.amparo
    ends 0
    flip "bad.amparo/${file%:*}" $((${file#*:} + 100))
    read_as ana bad.amparo
    ends 2
    says "${file%:*}"
done

it 'an older database among newer files is told'
rm -rf bad.amparo
cp -r one.amparo bad.amparo
as ana verify one.amparo
ends 0
cp one.amparo/casework.db{,-tags,-undo} bad.amparo
read_as ana bad.amparo
ends 2
says 'different days'

it 'killed while it writes: both programs see the same people'
cat >in.csv <<'END'
prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender
Rosa,Flores,1999,Feminine
Luz,Quispe,1998,Feminine
END
printf '%s\n' "$passphrase" >phrase
unfinished=0
for run in $(seq 5); do
    rm -rf killed.amparo
    cp -r one.amparo killed.amparo
    "$program" import killed.amparo in.csv --format htcds-csv --region PE-TUM --user ana --passphrase-fd 3 \
        3<phrase >/dev/null 2>&1 </dev/null &
    pid=$!
    while [ ! -s killed.amparo/casework.db-undo ] && kill -0 "$pid" 2>/dev/null; do :; done
    sleep "0.0$((run / 2))$((RANDOM % 10))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    read_as ana killed.amparo --verify
    ends 0
    if grep -q undone "$place/out"; then
        unfinished=$((unfinished + 1))
    fi
    read_as ana killed.amparo --table identity.person
    cp "$place/out" before
    as ana verify killed.amparo
    ends 0
    read_as ana killed.amparo --table identity.person
    cmp -s "$place/out" before || problem "run $run: $(wc -l <before) people, then $(wc -l <"$place/out")"
done
echo "# $unfinished of 5 cut off within a transaction"

it 'a backup has the same rows'
read_as ana one.amparo
cp "$place/out" tables
as ana backup one.amparo one.backup
ends 0
read_as ana one.backup
ends 0
same_tables tables
flip one.backup 200000
read_as ana one.backup
ends 2

it 'any two recovery sheets open the vault, one is only tested'
mkdir sheets
as ana recovery make one.amparo --output sheets
ends 0
read_as ana one.amparo
cp "$place/out" tables
for pair in '1 2' '3 1' '2 3'; do
    read_as ana one.amparo --sheet "$(words "${pair% *}")" --sheet "$(words "${pair#* }")"
    ends 0
    same_tables tables
done
read_as ana one.amparo --sheet "$(words 1)"
ends 0
prints_nothing
says 'sheet 1 of set 1: right'
read_as ana one.amparo --sheet "$(words 1 | sed -E 's/^[a-z]+/fogata/')"
ends 1

it 'after a rekey'
as ana rekey one.amparo
ends 0
read_as ana one.amparo
ends 0
same_tables tables

it 'a vault of version 1'
secrets='oficina de ejemplo' read_as demo "$tests/data/vaults/v1" --verify
ends 0
prints 'version 1'
secrets='oficina de ejemplo' read_as demo "$tests/data/vaults/v1"
ends 0
same "$(rows_of person)" 3
cp "$place/out" tables
cp -r "$tests/data/vaults/v1" v1.amparo
chmod -R go-rwx,u+w v1.amparo
secrets='oficina de ejemplo' as demo verify v1.amparo
ends 0
secrets='oficina de ejemplo' read_as demo v1.amparo
ends 0
# Today's program adds tables of its own and makes its index anew; what the others held is all there.
same '' "$(grep -vE 'audit_event|[[:blank:]]search' tables | grep -Fxv -f "$place/out")"

finish

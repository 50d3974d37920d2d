#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Backups, new keys, damage told page by page, salvage, and the end of a vault.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# people VAULT: how many there are in it.
people ()
{
    as ana counts "$1" --unit persons --by region
    grep '^\*' "$place/out"
}

# flip FILE OFFSET: changes one byte.
flip ()
{
    local byte
    byte=$(od -An -tu1 -j "$2" -N 1 "$1")
    printf '%b' "\\x$(printf '%02x' $((byte ^ 255)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# spoil VAULT FILE PAGE
spoil ()
{
    flip "$1/$2" $((8192 + ($3 - 1) * 4096 + 1000))
}

new_vault one.amparo
as ana demo one.amparo --cases 40
before=$(people one.amparo)

it 'a backup is one sealed file'
as ana backup one.amparo one.backup
ends 0
prints_nothing
says_nothing
exists one.backup
same "$(stat -c %a one.backup)" 600
same "$(find . -maxdepth 1 -name '.amparo*' | wc -l)" 0

it 'verify takes a backup, and says of when it is'
as ana verify one.backup
ends 0
prints '^The backup of 20[0-9-]+ [0-9:]+ is whole'
secrets='no es esta' as ana verify one.backup
ends 3
prints_nothing

it 'a backup that was changed anywhere is refused'
size=$(stat -c %s one.backup)
for at in 20 200 40000 $((size / 2)) $((size - 3)); do
    cp one.backup bad.backup
    flip bad.backup "$at"
    as ana verify bad.backup
    [ "$status" -eq 4 ] || [ "$status" -eq 3 ] || problem "byte $at: ended with $status"
    as ana restore bad.backup bad.amparo
    [ "$status" -eq 4 ] || [ "$status" -eq 3 ] || problem "byte $at: restored with $status"
    absent bad.amparo
done
head -c 30000 one.backup >short.backup
as ana verify short.backup
ends 4

it 'a letter is no backup'
printf 'Querida Rosa\n' >letter
as ana verify letter
ends 4
says 'not an Amparo vault or backup'

it 'a restored vault holds the same'
as ana restore one.backup back.amparo
ends 0
same "$(people back.amparo)" "$before"
as ana verify back.amparo
ends 0
as ana audit list back.amparo
prints ',backup,'
prints ',restore,.*,backup,'

it 'restore writes over nothing'
as ana restore one.backup one.amparo
ends 5
same "$(people one.amparo)" "$before"

it 'a caseworker may make a backup, an auditor not'
secrets="$passphrase"$'\n''la frase de eva 99' as ana user add one.amparo --name eva --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
secrets="$passphrase"$'\n''la frase de leo 99' as ana user add one.amparo --name leo --role auditor \
    --new-passphrase-fd 3 --kdf cheap
secrets='la frase de eva 99' as eva backup one.amparo eva.backup
ends 0
secrets='la frase de leo 99' as leo backup one.amparo leo.backup
ends 3
absent leo.backup

it 'the cost of a passphrase only goes up'
as ana kdf one.amparo --passes 2 --memory 9
ends 0
prints '2 passes over 9 MiB'
as ana kdf one.amparo --passes 1 --memory 9
ends 2
says 'only be raised'
as ana verify one.amparo
ends 0
secrets='la frase de eva 99' as eva kdf one.amparo --passes 3 --memory 9
ends 3
as ana kdf one.amparo
ends 2
as ana kdf one.amparo --measure 10 --passes 3
ends 2
as ana kdf one.amparo --passes many --memory 9
ends 2

it 'rekey gives new keys and keeps everybody'
cp -r one.amparo before.amparo
as ana rekey one.amparo
ends 0
prints_nothing
says 'new keys'
same "$(people one.amparo)" "$before"
as ana verify one.amparo
ends 0
secrets='la frase de eva 99' as eva verify one.amparo
ends 0
secrets='la frase de eva 99' as eva rekey one.amparo
ends 3
cp before.amparo/casework.db one.amparo/casework.db.old
cmp -s one.amparo/casework.db one.amparo/casework.db.old && problem 'the pages are the same'
rm one.amparo/casework.db.old

it 'a whole vault is salvaged whole'
as ana salvage one.amparo whole.amparo
ends 0
says 'Everything could be read'
same "$(people whole.amparo)" "$before"
as ana verify whole.amparo
ends 0

it 'verify lists damaged pages and what can be read'
page=59
while # a page with rows, but none of persons or users
    page=$((page + 1))
    rm -rf damaged.amparo
    cp -r one.amparo damaged.amparo
    spoil damaged.amparo casework.db "$page"
    as ana verify damaged.amparo
    [ "$page" -lt 400 ] && { ! grep -qE '^table,.*,[0-9]+,[1-9][0-9]*,' "$place/out" ||
        [ "$(grep -cE '^table,casework\.db,(person|user),,[0-9]+,0,0,' "$place/out")" -lt 2 ]; }
do :; done
spoil damaged.amparo identity.db 20
as ana verify damaged.amparo
ends 4
prints '^kind,file,table,page,kept,lost,orphans,note'
prints "^page,casework\\.db,,$page,,,,damaged"
prints '^page,identity\.db,,20,,,,damaged'
same "$(grep -c '^page,' "$place/out")" 2
prints '^table,casework\.db,person,,[0-9]+,0,0,'
says 'damaged'

it 'salvage writes what can be read to a new vault, and lists what is lost'
as ana salvage damaged.amparo saved.amparo
ends 1
prints "^page,casework\\.db,,$page,"
prints '^table,.*,[0-9]+,[1-9][0-9]*,'
says 'all that could be read'
as ana audit list saved.amparo
prints ',restore,.*,salvage,'
secrets='la frase de eva 99' as eva audit head saved.amparo
ends 0
as ana verify damaged.amparo
ends 4

it 'what a salvage has told is a finding, what it has not is damage'
cp -r one.amparo holes.amparo
pages=$(($(stat -c %s holes.amparo/casework.db) / 4096 - 2))
for hole in $(seq $((pages / 2)) "$pages"); do # the newest entries of the log are there
    spoil holes.amparo casework.db "$hole"
done
as ana salvage holes.amparo mended.amparo
ends 1
prints '^gap,casework\.db,audit_event,'
as ana verify mended.amparo
ends 1
says 'was salvaged'
says 'gaps in the log: [1-9]'
as ana audit verify mended.amparo
ends 1
says 'refer to one that was lost: 0'
as ana counts mended.amparo --unit persons --by region
ends 0
as ana audit list mended.amparo
prints ',restore,.*gap:[0-9]+-[0-9]+.*,salvage,'
spoil mended.amparo casework.db 3
as ana verify mended.amparo
ends 4

it 'salvage writes over nothing, and names nobody'
as ana salvage damaged.amparo saved.amparo
ends 5
as ana export one.amparo --format amparo-csv --output all.csv
as ana salvage damaged.amparo third.amparo
for name in $(as ana audit list one.amparo; tail -n +2 all.csv 2>/dev/null | cut -d, -f5 | grep -E '^[A-Z][a-z]{5,}$' | head -20); do
    ! grep -qF "$name" "$place/out" || problem "it says $name"
done

it 'a damaged first page and a damaged list of tables lose nothing'
cp -r one.amparo first.amparo
spoil first.amparo casework.db 1
spoil first.amparo identity.db 1
as ana verify first.amparo
ends 4
prints '^page,casework\.db,,1,'
as ana salvage first.amparo first-saved.amparo
ends 0
same "$(people first-saved.amparo)" "$before"
as ana verify first-saved.amparo
ends 0

it 'a vault that cannot be looked at is refused, and no folder is left'
cp -r one.amparo gone.amparo
head -c 100 /dev/zero >gone.amparo/casework.db
as ana salvage gone.amparo gone-saved.amparo
ends 4
absent gone-saved.amparo
secrets='no es esta' as ana salvage damaged.amparo gone-saved.amparo
ends 3
absent gone-saved.amparo

it 'erase needs a backup that holds everything'
as ana erase one.amparo --backup letter --yes
ends 4
as ana erase one.amparo --yes
ends 2
as ana erase one.amparo --backup one.backup --yes
[ "$status" -ne 0 ] || problem 'an older backup was enough'
says 'older than the last change'
new_vault two.amparo
as ana backup two.amparo two.backup
as ana erase one.amparo --backup two.backup --yes
ends 4
as ana verify one.amparo
ends 0

it 'erase says what it would do, and stops'
as ana backup one.amparo last.backup
as ana erase one.amparo --backup last.backup
ends 1
prints 'The backup of .* is whole'
prints 'Nothing was changed'
as ana verify one.amparo
ends 0

it 'erase ends the vault; the backup opens'
as ana erase one.amparo --backup last.backup --yes
ends 0
prints 'keys are erased'
as ana verify one.amparo
ends 5
says 'erased on purpose'
prints_nothing
as ana restore last.backup after.amparo
ends 0
same "$(people after.amparo)" "$before"

it 'a backup of before a change is not enough'
as ana backup after.amparo now.backup
sleep 1.1
secrets="$passphrase"$'\n''otra frase 98' as ana user add after.amparo --name zoe --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
as ana erase after.amparo --backup now.backup --yes
ends 5
says 'older than the last change'

it 'all of it speaks Spanish'
LANGUAGE=es as ana verify damaged.amparo
ends 4
prints '^kind,file,table'
says 'dañad'
LANGUAGE=es as ana erase one.amparo --backup last.backup
ends 5
says 'se borraron a propósito'

finish

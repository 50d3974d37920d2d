#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Vaults and users: who gets in, who does not, and with which exit code.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

it 'create makes a vault that opens'
new_vault one.amparo
prints_nothing
exists one.amparo/keyring
as ana verify one.amparo
ends 0
prints 'whole'

it 'create refuses a folder with something in it'
as ana create one.amparo --kdf cheap
ends 5
as ana verify one.amparo
ends 0

it 'create refuses an empty passphrase and leaves nothing behind'
printf '\n' >empty
"$program" create two.amparo --user ana --kdf cheap --passphrase-fd 3 3<empty >"$place/out" 2>"$place/err"
status=$?
ends 2
absent two.amparo

it 'create warns of a weak passphrase and goes on'
secrets=123456 as ana create weak.amparo --kdf cheap
ends 0
says 'weak'

it 'create does not warn of a strong one'
secrets='tractor lluvia violeta 58 escalera' as ana create strong.amparo --kdf cheap
ends 0
says_nothing

it 'options stand anywhere behind the command'
amparo verify --passphrase-fd 3 --user=ana one.amparo
ends 0
amparo verify --passphrase-fd=3 -- one.amparo
ends 0

it 'the user needs no name where there is only one'
amparo verify one.amparo --passphrase-fd 3
ends 0

it 'a wrong passphrase: 3, and nothing on standard output'
secrets='no es esta' as ana verify one.amparo
ends 3
prints_nothing

it 'an unknown user looks the same as a wrong passphrase'
cp "$place/err" wrong
as eva verify one.amparo
ends 3
cmp -s wrong "$place/err" || problem 'the messages differ'

it 'a supervisor adds users, each with a passphrase of her own'
secrets="$passphrase"$'\n''la frase de eva 99' as ana user add one.amparo --name eva --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
ends 0
secrets='la frase de eva 99' as eva verify one.amparo
ends 0
as eva verify one.amparo
ends 3

it 'a role that does not exist is refused'
as ana user add one.amparo --name leo --role boss --new-passphrase-fd 3
ends 2
says 'caseworker, supervisor, auditor'

it 'a login is given once'
secrets="$passphrase"$'\n''otra frase 99' as ana user add one.amparo --name eva --role auditor \
    --new-passphrase-fd 3 --kdf cheap
ends 5

it 'a caseworker adds nobody'
secrets='la frase de eva 99'$'\n''otra frase 98' as eva user add one.amparo --name leo --role supervisor \
    --new-passphrase-fd 3 --kdf cheap
ends 3

it 'an auditor gets in, and holds no key to cases'
secrets="$passphrase"$'\n''la frase de rosa 99' as ana user add one.amparo --name rosa --role auditor \
    --new-passphrase-fd 3 --kdf cheap
ends 0
secrets='la frase de rosa 99' as rosa audit list one.amparo
ends 3
secrets='la frase de rosa 99' as rosa counts one.amparo --unit persons --by region
ends 3
secrets='la frase de rosa 99' as rosa verify one.amparo
ends 3
prints_nothing

it 'user list is CSV'
as ana user list one.amparo
ends 0
same "$(head -n 1 "$place/out" | tr -d '\r')" 'id,login,role,active'
prints ',ana,supervisor,1'
prints ',eva,caseworker,1'
prints ',rosa,auditor,1'

it 'a user changes her own passphrase'
secrets='la frase de eva 99'$'\n''la frase nueva de eva 99' as eva user passphrase one.amparo \
    --new-passphrase-fd 3 --kdf cheap
ends 0
secrets='la frase de eva 99' as eva verify one.amparo
ends 3
secrets='la frase nueva de eva 99' as eva verify one.amparo
ends 0

it 'a grant changes role and keys'
as ana user grant one.amparo --name eva --role auditor
ends 0
secrets='la frase nueva de eva 99' as eva audit head one.amparo
ends 3
as ana user grant one.amparo --name eva --role caseworker
ends 0
secrets='la frase nueva de eva 99' as eva audit head one.amparo
ends 0

it 'a disabled user stays out'
as ana user disable one.amparo --name eva
ends 0
secrets='la frase nueva de eva 99' as eva verify one.amparo
ends 3
as ana user list one.amparo
prints ',eva,caseworker,0'

it 'the last supervisor stays'
as ana user disable one.amparo --name ana
ends 3
as ana user grant one.amparo --name ana --role auditor
ends 3
as ana verify one.amparo
ends 0

it 'a user who does not exist'
as ana user disable one.amparo --name nobody
ends 5

it 'the log: list, verify, head agree'
as ana audit verify one.amparo
ends 0
as ana audit list one.amparo
ends 0
prints '^seq,at,actor,role,action,object_type,object_ref,fields,reason,hash'
last=$(tail -n 1 "$place/out" | tr -d '\r')
prints ',create_vault,|,CREATE_VAULT,'
as ana audit head one.amparo
ends 0
seq=$(tail -n 1 "$place/out" | tr -d '\r' | cut -d, -f1)
[ "$seq" -gt "${last%%,*}" ] || problem 'opening and locking left no entry'

it 'the log names nobody'
as ana audit list one.amparo
! grep -qE 'ana|eva|rosa' "$place/out" || problem 'a login is in the log'

it 'a flipped byte in a database: 4'
cp -r one.amparo flipped.amparo
size=$(stat -c %s flipped.amparo/casework.db)
at=$((size / 2))
byte=$(od -An -tu1 -j "$at" -N 1 flipped.amparo/casework.db)
printf '%b' "\\x$(printf '%02x' $((byte ^ 255)))" |
    dd of=flipped.amparo/casework.db bs=1 seek="$at" conv=notrunc status=none
as ana verify flipped.amparo
ends 4
prints '^page,casework\.db,'

it 'a truncated database: 4'
cp -r one.amparo short.amparo
truncate -s -1000 short.amparo/identity.db
as ana verify short.amparo
ends 4

it 'a database of another vault: 4'
cp -r one.amparo mixed.amparo
cp strong.amparo/identity.db mixed.amparo/identity.db
as ana verify mixed.amparo
ends 4

it 'a folder that is no vault'
mkdir plain
: >plain/letter.txt
as ana verify plain
[ "$status" -ge 4 ] || problem "ended with $status"
prints_nothing

it 'results that cannot be written are an error'
"$program" --help >/dev/full 2>"$place/err"
status=$?
ends 5

finish

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Review packs: made by a supervisor, opened by the auditor without any vault.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault office.amparo
as ana demo office.amparo --cases 900 --kdf cheap --today 2026-11-01
ends 0
for user in 'berta supervisor' 'carla supervisor' 'nora auditor' 'olga auditor' 'luz caseworker'; do
    secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name "${user% *}" \
        --role "${user#* }" --new-passphrase-fd 3 --kdf cheap
    ends 0
done

# lines: how many packs the ledger has.
lines ()
{
    as ana review list office.amparo
    tail -n +2 "$place/out" | grep -c .
}

it 'a pack is for an auditor, and supervisors make it'
as ana review make office.amparo --for luz --output no.pack
ends 2
says 'role auditor'
as ana review make office.amparo --for nobody --output no.pack
ends 2
as luz review make office.amparo --for nora --output no.pack
ends 3
same "$(lines)" 0
[ ! -e no.pack ] || problem 'a file was left'

it 'a pack is made, checked and listed'
as ana review make office.amparo --for nora --output one.pack
ends 0
says 'Records shown'
prints 'level,tiny'
prints 'k,11'
same "$(lines)" 1
prints ',open,'
[ "$(head -c 8 one.pack)" = AMPPACK1 ] || problem 'not a parcel'

it 'she opens it with her passphrase alone, and nobody else does'
mkdir -p elsewhere && cp one.pack elsewhere/
as nora review show elsewhere/one.pack
ends 0
prints 'k,11'
prints 'keys,known'
as nora review verify elsewhere/one.pack
ends 0
prints 'every rule'
as olga review show elsewhere/one.pack
ends 3
as ana review show elsewhere/one.pack
ends 3
secrets=other as nora review show elsewhere/one.pack
ends 3

it 'a changed or cut file is told'
cp one.pack spoilt.pack
printf 'X' | dd of=spoilt.pack bs=1 seek=2000 conv=notrunc 2>/dev/null
as nora review verify spoilt.pack
ends 4
head -c 3000 one.pack >cut.pack
as nora review verify cut.pack
ends 4

it 'the export holds codes alone'
as nora review export one.pack --format csv --output one.csv
ends 0
head -n 1 one.csv | grep -q '^code,sex,age,exploitation' || problem 'other columns'
! tail -n +2 one.csv | grep -qvE '^[a-z2-7]{12}(,[A-Za-z0-9_+*-]+)+.?$' || problem 'something that is no code'
! grep -qE '[0-9]{4}-[0-9]{2}-[0-9]{2}|PIU-|TUM-' one.csv || problem 'a date or a pseudonym'

it 'lowering protection takes two people'
as ana review make office.amparo --for nora --k 4 --output low.pack
ends 2
as ana review make office.amparo --for nora --k 5 --reason orden --output low.pack
ends 5
says 'approval'
[ ! -e low.pack ] || problem 'made without approval'
approval=$(sed -n 's/.*approval \([0-9]*\);.*/\1/p' "$place/err")
as ana review make office.amparo --for nora --k 5 --approval "$approval" --output low.pack
ends 5
as berta approvals decide office.amparo "$approval" --approve
ends 0
as ana review make office.amparo --for nora --sample 100 --approval "$approval" --output low.pack
ends 5
as ana review make office.amparo --for nora --k 5 --approval "$approval" --output low.pack
ends 0
as nora review show low.pack
prints 'lowered,yes'
prints 'k,5'
as ana review make office.amparo --for nora --k 5 --approval "$approval" --output again.pack
ends 5
same "$(lines)" 2

it 'two packs share no code'
as nora review export low.pack --output low.csv
ends 0
common=$(comm -12 <(tail -n +2 one.csv | cut -d, -f1 | sort) <(tail -n +2 low.csv | cut -d, -f1 | sort) | grep -c .)
same "$common" 0

it 'two packs of one round take no case twice'
as nora review show one.pack
prints 'round,1'
as nora review show low.pack
prints 'round,1'

it 'what was handed over is in the list of the next pack, and in no earlier one'
as ana counts office.amparo --unit persons --release partner --recipient UNODC --by sex \
    --from 2026-01 --to 2026-03 --output counts.csv
ends 0
as ana counts office.amparo --unit persons --by sex --from 2026-01 --to 2026-03 --output inside.csv
ends 0
as ana review make office.amparo --for olga --output later.pack
ends 0
as nora review reconcile one.pack counts.csv
ends 1
says 'not in the list'
as olga review releases later.pack
ends 0
prints '1,partner,persons,2026-Q1,[0-9]{4}-[0-9]{2},given,[0-9a-f]{64}'
! grep -q UNODC "$place/out" || problem 'the recipient is named'
same "$(grep -c . "$place/out")" 2
as olga review reconcile later.pack counts.csv
ends 0
prints '^1,partner,persons'
printf '\n' >>counts.csv
as olga review reconcile later.pack counts.csv
ends 1
as olga review reconcile later.pack inside.csv
ends 1
as nora review reconcile later.pack counts.csv
ends 3

# asked: the number of the approval that was just asked for.
asked ()
{
    sed -n 's/.*approval \([0-9]*\);.*/\1/p' "$place/err"
}

it 'a code is resolved by two people'
record=$(sed -n 2p one.csv | cut -d, -f1)
as ana review resolve office.amparo 1 "$record" --reason hallazgo
ends 1
says 'Who may approve: .*berta.*carla'
approval=$(asked)
as ana review resolve office.amparo 1 "$record" --approval "$approval"
ends 5
as ana approvals decide office.amparo "$approval" --approve
ends 3
as berta approvals decide office.amparo "$approval" --approve
ends 0
as berta review resolve office.amparo 1 "$record" --approval "$approval"
ends 5
as ana review resolve office.amparo 1 "$record" --approval "$approval"
ends 0
grep -qE '^[A-Z]{3}-[0-9]{2}-' "$place/out" || problem 'no number of a case'
number=$(cat "$place/out")
as ana review resolve office.amparo 1 "$record" --approval "$approval"
ends 5
as ana audit list office.amparo
prints 'review-resolve'

it 'the two need not be who made the pack'
as carla review resolve office.amparo 1 "$record" --reason hallazgo
ends 1
approval=$(asked)
as berta approvals decide office.amparo "$approval" --approve
ends 0
as carla review resolve office.amparo 1 "$record" --approval "$approval"
ends 0
same "$(cat "$place/out")" "$number"

it 'who came later neither asks nor approves, and is told who can'
secrets="$passphrase"$'\n'"$passphrase" as ana user add office.amparo --name dora --role supervisor \
    --new-passphrase-fd 3 --kdf cheap
ends 0
as dora review resolve office.amparo 1 "$record" --reason hallazgo
ends 3
says 'Ask one of them'
says 'two together: .*ana.*berta.*carla'
as berta review resolve office.amparo 1 "$record" --reason hallazgo
ends 1
! grep -q dora "$place/err" || problem 'she is said to be able to approve'
approval=$(asked)
as dora approvals decide office.amparo "$approval" --approve
ends 3
says 'you are none of them'
printf 'no' >"$place/typed"
typed=$place/typed
as dora approvals decide office.amparo "$approval" --reject
ends 0
typed=
as berta review resolve office.amparo 1 "$record" --approval "$approval"
ends 5

it 'new keys of the vault and people who leave do not matter while two are left'
as ana rekey office.amparo
ends 0
as ana user disable office.amparo --name carla
ends 0
as berta review resolve office.amparo 1 "$record" --reason hallazgo
ends 1
approval=$(asked)
as ana approvals decide office.amparo "$approval" --approve
ends 0
as berta review resolve office.amparo 1 "$record" --approval "$approval"
ends 0
same "$(cat "$place/out")" "$number"

it 'what is salvaged leads from the code to the case, too'
as berta review resolve office.amparo 1 "$record" --reason hallazgo
ends 1
approval=$(asked)
as ana approvals decide office.amparo "$approval" --approve
ends 0
as ana salvage office.amparo whole.amparo
ends 0
as berta review resolve whole.amparo 1 "$record" --approval "$approval"
ends 0
same "$(cat "$place/out")" "$number"
as berta review resolve office.amparo 1 "$record" --approval "$approval"
ends 0
same "$(cat "$place/out")" "$number"

it 'only a code of the pack is asked for, and a pack is named by its number alone'
as ana review resolve office.amparo 1 aaaaaaaaaaaa --reason hallazgo
ends 5
! grep -q 'approval' "$place/err" || problem 'asked for a code that is in no pack'
as ana review resolve office.amparo 1 'Rosa Quispe' --reason hallazgo
ends 5
as ana review resolve office.amparo 99 "$record" --reason hallazgo
ends 5
as ana review close office.amparo 1x
ends 2
as ana review list office.amparo
grep -q '^1,.*,open,' "$place/out" || problem 'it was closed'

it 'a closed audit resolves nothing any more'
as ana review resolve office.amparo 1 "$record" --reason hallazgo
ends 1
approval=$(asked)
as berta approvals decide office.amparo "$approval" --approve
ends 0
as ana review close office.amparo 1
ends 0
as ana review resolve office.amparo 1 "$record" --approval "$approval"
ends 5
says 'closed'
as ana review resolve office.amparo 1 "$record" --reason hallazgo
ends 5
says 'closed'
as ana verify office.amparo
ends 0

it 'where the file cannot be written nothing is there, and no line of it'
as ana review make office.amparo --for olga --output no/such/folder/x.pack
ends 5
same "$(lines)" 3

it 'findings are listed'
as ana finding list office.amparo
ends 0
as ana finding import office.amparo one.pack
ends 4

it 'what is too large to be findings or a pack is not read at all'
truncate -s 1G huge.findings
as ana finding import office.amparo huge.findings
ends 5
says 'too large'
as nora review show huge.findings
ends 5
as nora partner open huge.findings --output -
ends 5
says 'too large'
rm huge.findings

it 'a finding is shown and closed by supervisors, by its number'
as ana finding show office.amparo 1x
ends 2
as ana finding show office.amparo 1
ends 5
as luz finding show office.amparo 1
ends 3
printf 'hecho' >"$place/typed"
typed=$place/typed
as ana finding close office.amparo 1
ends 5
as luz finding close office.amparo 1
ends 3
typed=

finish

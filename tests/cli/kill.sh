#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# kill -9 of the program at any moment of what it writes: what it acknowledged is there, the rest is
# there as a whole or not at all, and the vault is whole. A sample; AMP_KILL_RUNS=1000 by hand.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

runs=${AMP_KILL_RUNS:-20}
rows=30
runs_per_vault=25
fresh='otra frase larga 12'
acknowledged=0
unacknowledged=0

microseconds ()
{
    echo "${EPOCHREALTIME/[.,]/}"
}

# strike MICROSECONDS WORD…: runs the program and kills it after so long; how it ended is in $status.
strike ()
{
    local after=$1 pid
    shift
    printf '%s\n%s\n' "$passphrase" "$fresh" >"$place/secrets"
    "$program" "$@" --user ana --passphrase-fd 3 3<"$place/secrets" >"$place/out" 2>"$place/err" </dev/null &
    pid=$!
    sleep "$(printf '%d.%06d' $((after / 1000000)) $((after % 1000000)))"
    kill -9 "$pid" 2>/dev/null
    status=0
    wait "$pid" 2>/dev/null || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 137 ] || problem "run $run ended with $status: $(head -n 3 "$place/err")"
}

# took WORD…: how long that takes when nobody kills it.
took ()
{
    local began
    began=$(microseconds)
    "$@"
    echo $(($(microseconds) - began))
}

# Any moment; every second time near the end, where it writes.
moment ()
{
    local whole=$(($1 * 11 / 10)) late=$(($1 / 3)) chance=$((RANDOM * 32768 + RANDOM))
    if [ $((RANDOM % 2)) -eq 0 ]; then
        echo $((chance % (whole + 1)))
    else
        echo $((whole - chance % (late + 1)))
    fi
}

# batch NUMBER: a file of people whom their name tells from those of other runs.
batch ()
{
    echo 'prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender'
    for i in $(seq "$rows"); do
        echo "Tanda$1x,Fila$i,1999,Feminine"
    done
}

# Every batch as a whole or not at all, and those that were acknowledged.
look_at_people ()
{
    local number n
    as ana export one.amparo --format amparo-csv --output all.csv
    ends 0
    for number in "${batches[@]}"; do
        n=$(grep -c "Tanda${number}x" all.csv)
        rm -f "in-$number.csv"
        if [ "$n" -ne 0 ] && [ "$n" -ne "$rows" ]; then
            problem "run $number: $n of $rows rows"
        elif [ "$n" -eq 0 ] && [ "${told[$number]}" = yes ]; then
            problem "run $number was acknowledged and is not there"
        elif [ "$n" -ne 0 ] && [ "${told[$number]}" = no ]; then
            unacknowledged=$((unacknowledged + 1))
            told[number]=yes
        fi
    done
    rm -f all.csv
}

look_at_users ()
{
    local number
    as ana user list one.amparo
    ends 0
    for number in "${users[@]}"; do
        grep -q "u${number}x" "$place/out" || problem "run $number: a user who was added is not there"
    done
}

look ()
{
    as ana verify one.amparo
    ends 0
    look_at_people
    look_at_users
}

import_and_die ()
{
    batch "$run" >"in-$run.csv"
    strike "$(moment "$import_takes")" import one.amparo "in-$run.csv" --format htcds-csv --region PE-TUM
    batches+=("$run")
    told[run]=no
    if grep -q "Came in: $rows" "$place/out"; then
        told[run]=yes
        acknowledged=$((acknowledged + 1))
    fi
}

add_and_die ()
{
    strike "$(moment "$add_takes")" user add one.amparo --name "u${run}x" --role caseworker \
        --new-passphrase-fd 3 --kdf cheap
    if [ "$status" -eq 0 ]; then
        users+=("$run")
        acknowledged=$((acknowledged + 1))
    fi
}

run=0
as ana create base.amparo --kdf cheap
batch 0 >in-0.csv
cp -r base.amparo one.amparo
import_takes=$(took as ana import one.amparo in-0.csv --format htcds-csv --region PE-TUM)
add_takes=$(secrets="$passphrase"$'\n'"$fresh" took as ana user add one.amparo --name eva \
    --role caseworker --new-passphrase-fd 3 --kdf cheap)

it "$runs times killed: nothing acknowledged is lost, nothing is there by half, the vault is whole"
ends 0
for run in $(seq "$runs"); do
    if [ $((run % runs_per_vault)) -eq 1 ]; then
        rm -rf one.amparo
        cp -r base.amparo one.amparo
        batches=() users=() told=()
    fi
    if [ $((run % 3)) -eq 0 ]; then
        add_and_die
    else
        import_and_die
    fi
    look
    [ -z "$problems" ] || break
done
[ $((acknowledged + unacknowledged)) -gt 0 ] || problem 'nothing was ever written'
echo "# $runs runs, $acknowledged acknowledged, $unacknowledged there without having been"

finish

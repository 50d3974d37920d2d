#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Passphrases typed on a terminal: asked for twice, never shown, and the terminal is left as it was.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# typed LINES WORD…: the program on a terminal of its own, the lines typed one after another, each
# when the program has asked.
typed ()
{
    local lines=$1
    shift

    status=0
    {
        while IFS= read -r line; do
            sleep 0.7
            printf '%s\n' "$line"
        done <<<"$lines"
        sleep 1
    } | script -qec "$(printf '%q ' "$program" "$@"); code=\$?; stty -a | grep -q ' -echo ' && echo ECHO-IS-OFF; exit \$code" \
        /dev/null >"$place/out" 2>&1 || status=$?
}

it 'create asks twice and shows nothing'
typed "$passphrase"$'\n'"$passphrase" create one.amparo --user ana --kdf cheap
ends 0
exists one.amparo/keyring
prints 'Once more'
! grep -q 'frase larga' "$place/out" || problem 'the passphrase was shown'

it 'the terminal echoes again afterwards'
! grep -q 'ECHO-IS-OFF' "$place/out" || problem 'the echo stayed off'

it 'what was typed opens the vault'
as ana verify one.amparo
ends 0
typed "$passphrase" verify one.amparo
ends 0

it 'two different passphrases make no vault'
typed "$passphrase"$'\n''otra' create two.amparo --user ana --kdf cheap
ends 2
prints 'not the same'
absent two.amparo

finish

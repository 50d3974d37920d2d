# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How the tests of the command line speak: a command, what it printed, how it ended. Sourced; the
# first argument of each test is the program. Everything happens in a folder of the test's own.
set -u

program=${1:?the program to test}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir -m 0700 "$place/home" "$place/tmp"
export HOME=$place/home TMPDIR=$place/tmp
export LC_ALL=C.UTF-8
unset LANGUAGE XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME
cd "$place" || exit 1

passphrase='una frase larga de prueba 7'
checks=0
failed=no
status=0

# it SENTENCE: begins a test case; what fails before the next one belongs to it.
it ()
{
    finish_case
    sentence=$1
    problems=
}

finish_case ()
{
    if [ -z "${sentence:-}" ]; then
        return
    fi
    checks=$((checks + 1))
    if [ -z "$problems" ]; then
        printf 'ok %d - %s\n' "$checks" "$sentence"
    else
        failed=yes
        printf 'not ok %d - %s\n' "$checks" "$sentence"
        printf '%s' "$problems" | sed 's/^/# /'
    fi
    sentence=
}

finish ()
{
    finish_case
    printf '1..%d\n' "$checks"
    [ "$failed" = no ]
}

problem ()
{
    problems+="$1"$'\n'
}

# amparo WORD…: runs the program with the passphrases of $secrets, one a line, on descriptor 3, and
# the file $typed, or nothing, as what is typed.
amparo ()
{
    status=0
    printf '%s\n' "${secrets:-$passphrase}" >"$place/secrets"
    "$program" "$@" 3<"$place/secrets" >"$place/out" 2>"$place/err" <"${typed:-/dev/null}" || status=$?
    rm -f "$place/secrets"
}

# as USER WORD…: the same, with --user and the passphrase.
as ()
{
    local user=$1
    shift
    amparo "$@" --user "$user" --passphrase-fd 3
}

# ends STATUS
ends ()
{
    if [ "$status" -ne "$1" ]; then
        problem "ended with $status, not $1"
        problem "$(head -n 5 "$place/err")"
    fi
}

# prints PATTERN, says PATTERN: grep -E on standard output, standard error.
prints ()
{
    grep -qE -- "$1" "$place/out" || problem "standard output has no /$1/: $(head -n 5 "$place/out")"
}

says ()
{
    grep -qE -- "$1" "$place/err" || problem "standard error has no /$1/: $(head -n 5 "$place/err")"
}

prints_nothing ()
{
    [ ! -s "$place/out" ] || problem "standard output: $(head -n 3 "$place/out")"
}

says_nothing ()
{
    [ ! -s "$place/err" ] || problem "standard error: $(head -n 3 "$place/err")"
}

exists ()
{
    [ -e "$1" ] || problem "$1 is not there"
}

absent ()
{
    [ ! -e "$1" ] || problem "$1 is there"
}

same ()
{
    [ "$1" = "$2" ] || problem "\"$1\" is not \"$2\""
}

# A vault with one supervisor, quick to open.
new_vault ()
{
    as ana create "$1" --kdf cheap
    if [ "$status" -ne 0 ]; then
        printf 'Bail out! no vault: %s\n' "$(cat "$place/err")"
        exit 1
    fi
}

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# analysis.sh SOURCE BUILD: three programs read the vault's code for mistakes and find none.
set -u
# shellcheck source=tests/lint/lint.sh
. "$(dirname "$0")/lint.sh"

generated=${2:?the build folder}/src # the words of the recovery sheets
packages=(glib-2.0 gio-2.0 gio-unix-2.0 libsodium sqlite3 libgcrypt libgfshare)
read -ra flags <<<"$(pkg-config --cflags "${packages[@]}")"
flags+=(-std=gnu11 -Isrc "-I$generated")

# each PROGRAM OPTIONS…: the program for each source, which takes the place of {}; two at a time.
each ()
{
    printf '%s\0' src/pages/*.c src/keyring/*.c src/vault/*.c | xargs -0 -I '{}' -P 2 "$@" 2>&1
}

# Its checks and what is left out of them: .clang-tidy.
tidy ()
{
    each clang-tidy --quiet '{}' -- "${flags[@]}" | { grep -v 'warnings generated\.$' || true; }
}

# --library=gtk knows GLib.
check ()
{
    cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability --library=gtk --std=c11 \
        --inline-suppr -Isrc src/pages src/keyring src/vault 2>&1
}

analyze ()
{
    each gcc "${flags[@]}" -O1 -fanalyzer -o /dev/null -c '{}'
}

rule_with ()
{
    if command -v "$1" >/dev/null; then
        rule "$2" "$3"
    else
        skip "$2" "no $1 here"
    fi
}

rule_with clang-tidy 'clang-tidy finds nothing' tidy
rule_with cppcheck 'cppcheck finds nothing' check
rule_with gcc 'gcc -fanalyzer finds nothing' analyze
plan

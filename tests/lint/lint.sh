# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the lint tests share: they print TAP, one line a rule, and what breaks it as comments.
# Sourced; the first argument of each test is the folder of the project.

source=${1:?the folder of the project}
cd "$source" || exit 1
checks=0

# rule SENTENCE COMMAND…: passes when the command prints nothing and succeeds.
rule ()
{
    local sentence=$1 output status=0
    shift

    checks=$((checks + 1))
    output=$("$@" 2>&1) || status=$?
    if [ -z "$output" ] && [ "$status" -eq 0 ]; then
        printf 'ok %d - %s\n' "$checks" "$sentence"
    else
        printf 'not ok %d - %s\n' "$checks" "$sentence"
        if [ -n "$output" ]; then
            printf '%s\n' "$output" | sed 's/^/# /'
        fi
    fi
}

skip ()
{
    checks=$((checks + 1))
    printf 'ok %d - %s # SKIP %s\n' "$checks" "$1" "$2"
}

plan ()
{
    printf '1..%d\n' "$checks"
}

# Every file of the project, without what git or a build leaves beside it.
files ()
{
    find . \( -name .git -o -path './build*' ! -path ./build-aux ! -path './build-aux/*' -o -name __pycache__ \) -prune \
        -o -type f -print | sed 's|^\./||' | sort
}

# Those whose path matches a pattern of grep -E.
files_like ()
{
    files | grep -E "$1" || true
}

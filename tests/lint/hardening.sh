#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# hardening.sh SOURCE PROGRAM…: reads from the finished programs that the hardening was applied.
set -u
# shellcheck source=tests/lint/lint.sh
. "$(dirname "$0")/lint.sh"
shift

# has PROGRAM PATTERN READELF-OPTION…
has ()
{
    local program=$1 pattern=$2
    shift 2

    readelf -W "$@" "$program" | grep -qE "$pattern" || echo "readelf $* $program: no $pattern"
}

lacks ()
{
    local program=$1 pattern=$2
    shift 2

    readelf -W "$@" "$program" | grep -E "$pattern" || true
}

for program in "$@"; do
    name=$(basename "$program")
    rule "$name can be loaded anywhere (PIE)" has "$program" 'Type:[[:space:]]+DYN' -h
    rule "$name has read-only relocations (RELRO)" has "$program" 'GNU_RELRO' -l
    rule "$name binds at start (BIND_NOW)" has "$program" 'BIND_NOW|FLAGS_1.*NOW' -d
    rule "$name has no executable stack (NX)" has "$program" 'GNU_STACK.*RW ' -l
    rule "$name has no segment that is writable and executable" lacks "$program" 'LOAD.*RWE' -l
    rule "$name guards its stack" has "$program" '__stack_chk_fail' -s
    rule "$name checks its buffers (FORTIFY)" has "$program" '_chk(@|[[:space:]]|$)' -s
    rule "$name looks for libraries in no folder of its own" lacks "$program" '(RPATH|RUNPATH)' -d
    rule "$name has no solver but its own" lacks "$program" 'NEEDED.*glpk' -d
done
plan

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Rules over the text of the files: size, licence, format, shell, and nothing of anybody's machine.
set -u
# shellcheck source=tests/lint/lint.sh
. "$(dirname "$0")/lint.sh"

# Caps, not targets: 400 lines a file and 40 a function are the aim.
long_files ()
{
    files_like '\.[ch]$' | xargs -r -d '\n' wc -l | awk '$2 != "total" && $1 > 800 { print $2 ": " $1 " lines, at most 800" }'
}

long_functions ()
{
    files_like '\.c$' | xargs -r -d '\n' awk '
        FNR == 1 { start = 0 }
        /^\{/ { start = FNR }
        /^\}/ && start { if (FNR - start - 1 > 100) print FILENAME ":" start ": " FNR - start - 1 " lines, at most 100"; start = 0 }'
}

# 250 is the aim; a description that grows beyond 400 wants to be two widgets.
long_windows ()
{
    files_like '^ui/.*\.ui$' | xargs -r -d '\n' wc -l | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines, at most 400" }'
}

# The layers that everything stands on are read by people from outside, one at a time: lines that say
# something, without blanks, comments and lone braces.
long_vault ()
{
    local layer file lines

    for layer in pages keyring vault; do
        lines=$(for file in src/"$layer"/*.[ch]; do
            gcc -fpreprocessed -dD -E -P -x c "$file" 2>/dev/null
        done | grep -cvE '^[[:space:]]*[{};]*[[:space:]]*$')
        [ "$lines" -le 3000 ] || echo "src/$layer: $lines lines, at most 3000"
    done
}

no_licence ()
{
    files_like '(\.([chsy]|sh|py)|^build-aux/(run|test|update-po|count-tests|fuzz|coverage)|^\.ci/run)$' |
        while read -r file; do
            head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file"
        done
}

unformatted ()
{
    files_like '\.[ch]$' | xargs -r -d '\n' -P 2 -n 30 clang-format --dry-run 2>&1 |
        sed -n 's/^\([^:]*\):.*-Wclang-format-violations.*/\1: clang-format -i changes it/p' | sort -u
}

shell_scripts ()
{
    files_like '^(build-aux|tests|\.ci)/' | while read -r file; do
        case $file in
            *.sh) echo "$file" ;;
            *) head -n 1 "$file" 2>/dev/null | grep -aqE '^#!/bin/(ba)?sh' && echo "$file" ;;
        esac
    done | sort -u
}

bad_shell ()
{
    shell_scripts | xargs -r -d '\n' shellcheck -x -f gcc
}

# Text files only; this file has to name what it looks for.
machine_paths ()
{
    files | grep -vE '^(tests/lint/files\.sh|LICENSE)$' |
        xargs -r -d '\n' grep -nIE '(/home/[a-z]|/Users/|/wor[k]/|/tmp/b-|/root/|https?://[a-z0-9.-]*(registry|artifact|mirror|proxy)[a-z0-9.-]*)' || true
}

conflict_marks ()
{
    files | xargs -r -d '\n' grep -nIE '^(<<<<<<<|>>>>>>>) ' || true
}

# The cheat sheet (Ctrl+?) tells every key that the program as a whole answers to, and each with Ctrl that a page or a
# dialog does; what zooms does so without Ctrl too.
untold_shortcuts ()
{
    local told key

    told=$(sed -nE 's|.*name="accelerator">([^<]*)<.*|\1|p' ui/amp-shortcuts.ui |
        sed 's/&lt;/</g; s/&gt;/>/g' | tr ' ' '\n')
    {
        sed -nE '/^static const Accelerator/,/^};/p' src/app/amp-application.c | grep -oE '"[^"]*"' |
            tr -d '"' | grep -vE '^(win|app)\.'
        grep -hoE 'GDK_KEY_\w+, GDK_CONTROL_MASK' src/app/*.c | sed -E 's/GDK_KEY_(\w+),.*/<Control>\1/'
        sed -nE 's|.*name="trigger">([^<]*)<.*|\1|p' ui/*.ui | sed 's/&lt;/</g; s/&gt;/>/g' | tr '|' '\n'
    } | grep -vE '^(<Control>(KP_.*|minus)|KP_.*|Return)$' | sort -u | while read -r key; do
        printf '%s\n' "$told" | grep -qxF -- "$key" || echo "ui/amp-shortcuts.ui does not tell $key"
    done
}

rule 'no source file is longer than 800 lines' long_files
rule 'no function is longer than 100 lines' long_functions
rule 'no window description is longer than 400 lines' long_windows
rule 'the vault stays small' long_vault
rule 'every source names its licence' no_licence
rule 'no path or host of a machine' machine_paths
rule 'no marks of a merge' conflict_marks
if command -v clang-format >/dev/null; then
    rule 'clang-format changes nothing' unformatted
else
    skip 'clang-format changes nothing' 'no clang-format here'
fi
if command -v shellcheck >/dev/null; then
    rule 'shellcheck finds nothing' bad_shell
else
    skip 'shellcheck finds nothing' 'no shellcheck here'
fi
rule 'the cheat sheet tells every shortcut of the program' untold_shortcuts
plan

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The include rule: downward only, through the doors; each library where it belongs.
set -u
# shellcheck source=tests/lint/lint.sh
. "$(dirname "$0")/lint.sh"

layers='pages keyring vault model disclosure review store domain cli app'

# Layers that a layer may include.
below ()
{
    case $1 in
        pages) echo pages ;;
        keyring) echo keyring pages ;;
        vault) echo vault keyring pages ;;
        model) echo model ;;
        disclosure) echo disclosure ;;
        review) echo review model ;;
        store) echo store vault model ;;
        domain) echo domain disclosure review store vault model ;;
        cli) echo cli domain review store vault model ;;
        app) echo app domain review store vault model ;;
        *) echo "$layers" ;;
    esac
}

# is_public HEADER FOR-LAYER: of the layers that have one door all other headers are private to the folder;
# pages and keyring are open to the layers that make up the vault, and to nobody else.
is_public ()
{
    case $2:$1 in
        vault:keyring/* | vault:pages/* | keyring:pages/*) return 0 ;;
    esac
    case $1 in
        vault/vault.h | vault/progress.h | store/store.h | store/attachments.h | store/facts.h | store/releases.h | store/reviews.h | store/worker.h) return 0 ;;
        pages/* | keyring/* | vault/* | store/*) return 1 ;;
        *) return 0 ;;
    esac
}

# Prints "FILE LAYER HEADER" for each quoted include of the sources of the layers; what the build
# makes of resources has no folder.
our_includes ()
{
    grep -rHoE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"[^"]+"' --include='*.[ch]' src |
        sed -E 's|^(src/([^/]+)/[^:]*):.*"([^"]+)"$|\1 \2 \3|' | grep -vE ' [^/ ]+-resources?\.h$'
}

upward_includes ()
{
    local file layer header

    our_includes | while read -r file layer header; do
        case " $(below "$layer") " in
            *" ${header%%/*} "*) ;;
            *) echo "$file includes $header" ;;
        esac
    done
}

private_includes ()
{
    local file layer header

    our_includes | while read -r file layer header; do
        if [ "${header%%/*}" != "$layer" ] && ! is_public "$header" "$layer"; then
            echo "$file includes $header, which is private to its folder"
        fi
    done
}

bare_includes ()
{
    local file layer header

    our_includes | while read -r file layer header; do
        case $header in
            */*) ;;
            *) echo "$file includes $header: write the folder too" ;;
        esac
    done
}

# external PATTERN LAYERS: includes of a library's headers outside the layers that may use it.
external ()
{
    grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]($1)" --include='*.[ch]' src |
        grep -vE "^src/($2)/" || true
}

gobject_in_core ()
{
    grep -rnE 'G_DECLARE_|G_DEFINE_(FINAL_|ABSTRACT_)?TYPE|G_DEFINE_BOXED' --include='*.[ch]' \
        src/pages src/keyring src/vault src/model src/disclosure src/review src/store src/domain || true
}

gettext_in_core ()
{
    grep -rnE '(^|[^A-Za-z0-9_])(_|C_|Q_|gettext|dgettext|ngettext|g_dgettext) \("' --include='*.[ch]' \
        src/pages src/keyring src/vault src/model src/disclosure src/review src/store src/domain || true
}

# The attacker knows nothing of what it attacks, and its solver is not the program's.
solver_outside_the_attacker ()
{
    grep -rnE 'glpk' --include='*.[ch]' --include=meson.build src tests |
        grep -vE '^tests/disclosure/(attacker/|meson\.build:)' || true
}

attacker_includes ()
{
    grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' tests/disclosure/attacker/*.[ch] |
        grep -vE '"(bounds|puzzle|releases)\.h"$' || true
}

# What the check must not know: the engine.
check_includes ()
{
    grep -nE '^[[:space:]]*#[[:space:]]*include' src/disclosure/check.c | grep -vE '"disclosure/check\.h"$' || true
    grep -nwE 'double|float|amp_suppress|amp_simplex' src/disclosure/check.c || true
}

# Nor the check of a review pack how one is made.
review_check_includes ()
{
    grep -nE '^[[:space:]]*#[[:space:]]*include' src/review/check*.[ch] |
        grep -vE '("review/check(-private)?\.h"|<glib\.h>|<string\.h>)$' || true
}

rule 'includes go downward only' upward_includes
rule 'vault and store are entered through their doors' private_includes
rule 'an include names its layer' bare_includes
rule 'sodium.h only in pages, keyring and vault' external 'sodium' 'pages|keyring|vault'
rule 'sqlite3.h only in pages, vault and store' external 'sqlite3' 'pages|vault|store'
rule 'gtk and adwaita only in app' external 'gtk/|adwaita|gdk/' app
rule 'the core has no GObject types' gobject_in_core
rule 'the core does not translate' gettext_in_core
rule 'the solver of others is in the attacker alone' solver_outside_the_attacker
rule 'the attacker shares nothing with what it attacks' attacker_includes
rule 'the check of a proof knows no solver and no fractions' check_includes
rule 'the check of a review pack shares nothing with its maker' review_check_includes
plan

# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What build-aux/run and build-aux/test share: installs what is missing, finds a place to build.
# Sourced, not run; the caller has set -euo pipefail and $source.

: "${source:?the folder of the project}"

say ()
{
    printf '\n== %s\n' "$*"
}

die ()
{
    printf '\n%s: %s\n' "$(basename "$0")" "$1" >&2
    shift
    if [ $# -gt 0 ]; then
        printf '    %s\n' "$@" >&2
    fi
    exit 1
}

# Names of the packages of the groups given.
packages_of ()
{
    local group name

    while read -r group name _; do
        case " $* " in
            *" $group "*) printf '%s\n' "$name" ;;
        esac
    done < <(grep -v '^#' "$source/build-aux/packages")
}

missing_packages ()
{
    local name

    for name in $(packages_of "$@"); do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" != installed ]; then
            printf '%s\n' "$name"
        fi
    done
}

# Says what is to be installed and what for.
explain_packages ()
{
    local name

    for name in "$@"; do
        awk -v name="$name" '$2 == name { $1 = $2 = ""; sub (/^ +/, ""); printf "    %-26s %s\n", name, $0 }' \
            "$source/build-aux/packages"
    done
}

# The system that these names belong to, or a sentence.
check_system ()
{
    local id=unknown version=

    if [ -r /etc/os-release ]; then
        id=$(. /etc/os-release && printf '%s' "${ID:-unknown}")
        version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
    fi
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        die "This system ($id $version) has no apt; packages can be installed for you on Debian 12 only." \
            "Install what the list build-aux/packages names (each line says what it is for), then:" \
            "    meson setup build && meson compile -C build && meson test -C build"
    fi
    if [ "$id $version" != "debian 12" ]; then
        printf 'This is %s %s; the package names are those of Debian 12 and may differ here.\n' "$id" "$version"
    fi
}

# Runs apt-get as root, directly or through sudo.
as_root ()
{
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# Installs what the groups lack. With nothing missing, apt is not called and no network is needed.
install_missing ()
{
    local -a missing
    local log

    check_system
    mapfile -t missing < <(missing_packages "$@")
    if [ ${#missing[@]} -eq 0 ]; then
        return
    fi

    say "These Debian packages are missing and will be installed with apt:"
    explain_packages "${missing[@]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "Only root may install packages, and there is no sudo here. Ask an administrator to run:" \
            "apt-get install --no-install-recommends ${missing[*]}"
    fi

    printf '\nThis takes a few minutes.\n'
    log=$(mktemp)
    if ! { as_root apt-get update && as_root apt-get install -y --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        die "apt could not install the packages (its last words stand above)." \
            "Without a network it can only be done from a Debian disc or a local mirror in /etc/apt/sources.list."
    fi
    rm -f "$log"
}

# Where to build: beside the source, or in the cache where that may not be written.
build_folder ()
{
    local folder=$source/$1

    if { [ -e "$folder" ] && [ ! -w "$folder" ]; } || { [ ! -e "$folder" ] && [ ! -w "$source" ]; }; then
        folder=${XDG_CACHE_HOME:-$HOME/.cache}/amparo/$1
        mkdir -p "$folder"
    fi
    printf '%s\n' "$folder"
}

# configure FOLDER MESON-OPTIONS…: sets a build folder up, or again where the options have changed.
configure ()
{
    local folder=$1
    shift

    if [ -f "$folder/build.ninja" ]; then
        meson setup --reconfigure "$folder" "$source" "$@" >"$folder/setup.log" 2>&1 ||
            { cat "$folder/setup.log" >&2; die "The build could not be set up (see above)."; }
    else
        mkdir -p "$folder"
        meson setup "$folder" "$source" "$@" >"$folder/setup.log" 2>&1 ||
            { cat "$folder/setup.log" >&2; die "The build could not be set up (see above)."; }
    fi
}

compile ()
{
    ninja -C "$1" >"$1/compile.log" 2>&1 ||
        { grep -v '^\[' "$1/compile.log" | tail -n 60 >&2; die "The program did not compile (see above)."; }
}

#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the program understands, and how it says that it does not.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

commands='create
demo
user add
user list
user disable
user grant
user passphrase
import
export
counts
report
recode
partner make
partner open
releases list
releases show
releases verify
releases policy
review make
review list
review show
review verify
review export
review releases
review reconcile
review close
review resolve
finding list
finding import
finding show
finding close
duplicates
attach add
attach list
attach export
document add
document list
document get
document remove
guide add
guide local
guide remove
audit list
audit verify
audit head
audit summary
institutions import
institutions export
programme import
programme export
programme list
programme seed
referral list
referral move
referral correct
referral slip
verify
backup
restore
recovery make
recovery test
recovery use
rekey
kdf
tasks
plan show
plan status
plan compare
forum agenda
forum minutes
commitments
setting
salvage
erase
search
approvals list
approvals decide
case ask
case pass-on
close
reopen'

it 'every command is in the help'
amparo --help
ends 0
says_nothing
while read -r command; do
    prints "^  $command "
done <<<"$commands"

while read -r command; do
    first=VAULT
    case $command in
        'review show' | 'review verify' | 'review export' | 'review releases' | 'review reconcile') first=PACK ;;
        restore | recode | 'partner open') first=FILE ;;
    esac
    it "$command explains itself"
    # shellcheck disable=SC2086
    amparo $command --help
    ends 0
    says_nothing
    prints "^Usage: amparo-cli $command $first"
    case $command in
        recode) ! grep -qe '--passphrase-fd' -e '--user' "$place/out" || problem 'it opens nothing' ;;
        *) prints '--passphrase-fd' ;;
    esac
    it "$command explains itself in Spanish"
    # shellcheck disable=SC2086
    LANGUAGE=es amparo $command --help
    ends 0
    prints "^Uso: amparo-cli $command $first"
    prints 'mostrar esta ayuda'
    it "$command asks for its vault"
    # shellcheck disable=SC2086
    amparo $command --user ana --passphrase-fd 3
    ends 2
    prints_nothing
    says "$first is missing"
done <<<"$commands"

it 'help of a group names its commands only'
amparo user --help
ends 0
prints 'user grant'
! grep -q 'audit' "$place/out" || problem 'audit is among them'

it 'no words at all: the help, and an error'
amparo
ends 2
prints_nothing
says '^Usage:'

it 'an unknown command is refused'
amparo explode x.amparo
ends 2
says 'There is no such command'

it 'an unknown option is refused, and its value is not repeated'
amparo verify x.amparo --passphrase=geheim
ends 2
says '--passphrase'
! grep -q geheim "$place/err" || problem 'the value is repeated'

it 'an option without its value is refused'
amparo verify x.amparo --user
ends 2
says '--user needs a value'

it 'an option given twice is refused'
amparo verify x.amparo --user ana --user eva
ends 2
says 'twice'

it 'a switch takes no value'
amparo import x.amparo y.csv --dry-run=yes
ends 2

it 'a word too many is refused and not repeated'
amparo verify x.amparo geheim
ends 2
! grep -q geheim "$place/err" || problem 'the word is repeated'

it 'without a terminal and without a descriptor it says what to do'
mkdir x.amparo
: >x.amparo/keyring
setsid "$program" verify x.amparo --user ana </dev/null >"$place/out" 2>"$place/err"
status=$?
[ "$status" -ne 0 ] || problem 'ended with 0'
setsid "$program" create new.amparo --user ana </dev/null >"$place/out" 2>"$place/err"
status=$?
ends 2
says '--passphrase-fd'
absent new.amparo

it 'a descriptor that is not open is refused'
amparo create new.amparo --user ana --passphrase-fd 77
ends 2
says 'descriptor'
absent new.amparo

it 'a passphrase in place of a descriptor is refused and not repeated'
amparo create new.amparo --user ana --passphrase-fd geheim
ends 2
! grep -q geheim "$place/err" || problem 'it is repeated'

it 'a folder that is not there'
as ana verify nowhere.amparo
ends 5
prints_nothing

it 'counts name the choices where a word is wrong'
as ana counts x.amparo --unit dogs --by region
ends 2
says 'persons, cases, services, referrals'
as ana counts x.amparo --unit persons --by colour
ends 2
says 'region_residence'
as ana counts x.amparo --unit persons --by region --from yesterday
ends 2
as ana counts x.amparo --unit persons --by region --where region
ends 2
as ana counts x.amparo --unit persons --by region --format pdf
ends 2

it 'counts for others name who gets them'
for release in partner public; do
    as ana counts x.amparo --unit persons --by region --release "$release"
    ends 2
    says '--recipient'
    prints_nothing
done
as ana counts x.amparo --unit persons --by region --release friends
ends 2
says 'internal, partner, public'

finish

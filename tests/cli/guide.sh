#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The guide: read without a vault and without a passphrase.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

it 'the sheets are listed as a table'
amparo guide list
ends 0
says_nothing
prints '^id,kind,title'
prints '^consent,conversation,'

it 'words choose sheets, in either language and without accents'
amparo guide list --search 'sin vigencia nada'
ends 0
[ "$(wc -l <out)" = 1 ] || problem 'a sheet holds words that none holds'
amparo guide list --search 'asentimiento huella'
prints '^consent,'

it 'a norm that was replaced says by which'
amparo guide show norm-ds-005-2016-in
ends 0
says_nothing
prints 'Replaced by: DS 007-2023-IN'

it 'a sheet is written as PDF, the same bytes each time'
amparo guide show public-help --output one.pdf
ends 0
amparo guide show public-help --output two.pdf
[ "$(head -c 4 one.pdf)" = %PDF ] || problem 'no PDF'
cmp -s one.pdf two.pdf || problem 'two runs differ'

it 'a sheet that is not there is told, and what to do'
amparo guide show nothing
ends 2
says 'guide list'

finish

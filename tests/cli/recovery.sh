#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Recovery sheets: made, read back from the paper, tested one by one, used two by two.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

# words FILE: those of a sheet, in one line. Each stands behind its number.
words ()
{
    pdftotext -raw "$1" - | grep -oE '[0-9]+ [a-z]{4,7}' | sort -n -u | sed 's/^[0-9]* //' | tr '\n' ' ' | sed 's/ $//'
}

# test_sheet WORDS [VAULT]
test_sheet ()
{
    secrets=$1 amparo recovery test "${2:-one.amparo}" --sheet-fd 3
}

new_vault one.amparo

it 'a vault has no sheets at first'
test_sheet 'abeja abrigo'
ends 1
prints 'has no recovery sheets'

it 'a caseworker makes none'
secrets="$passphrase"$'\n''la frase de eva 99' as ana user add one.amparo --name eva --role caseworker \
    --new-passphrase-fd 3 --kdf cheap
mkdir sheets
secrets='la frase de eva 99' as eva recovery make one.amparo --output sheets
ends 3
[ -z "$(ls sheets)" ] || problem 'something was written'

it 'a supervisor makes three sheets, and is told what to do with them'
as ana recovery make one.amparo --output sheets
ends 0
prints '^sheets/recovery-sheet-[0-9A-F]{4}-[0-9A-F]{4}-3\.pdf$'
says 'Print the three sheets'
same "$(find sheets -name '*.pdf' | wc -l)" 3
same "$(stat -c %a sheets/*1.pdf)" 600

it 'a sheet has 24 words, and is one page'
one=$(words sheets/*1.pdf)
two=$(words sheets/*2.pdf)
three=$(words sheets/*3.pdf)
for sheet in "$one" "$two" "$three"; do
    same "$(wc -w <<<"$sheet")" 24
done
pdfinfo sheets/*2.pdf | grep -qE '^Pages: +1$' || problem 'it has more pages'

it 'a test that is to be remembered is in the log, for who has the vault open'
secrets="$one"$'\n'"$passphrase" amparo recovery test one.amparo --record --user ana --sheet-fd 3 --passphrase-fd 3
ends 0
prints '^Sheet 1 of 3'
as ana audit list one.amparo
prints ',key_change,.*,recovery-test:1,'
secrets="$one"$'\n''not hers' amparo recovery test one.amparo --record --user ana --sheet-fd 3 --passphrase-fd 3
ends 3

it 'each sheet is good by itself, however it is typed'
test_sheet "$one"
ends 0
prints '^Sheet 1 of 3, set 1: good\.$'
says_nothing
test_sheet "  ${two^^}  "
ends 0
prints '^Sheet 2 of 3'
test_sheet "${three// /   }"
ends 0
prints '^Sheet 3 of 3'

it 'the code of a sheet says the same words'
if command -v zbarimg >/dev/null; then
    pdftoppm -r 100 -png -singlefile sheets/*2.pdf page
    same "$(zbarimg --quiet --raw page.png)" "$two"
fi

it 'a mistyped word is told, and not repeated'
test_sheet "${one%% *}zz ${one#* }"
ends 1
prints 'The words are not right'
! grep -q "${one%% *}zz" "$place/out" "$place/err" || problem 'the word is repeated'
test_sheet "${one% *}"
ends 1
prints 'The words are not right'

it 'two words that changed places are told'
swapped=$(awk '{ for (i = 4; $i == $(i + 1); i++); t = $i; $i = $(i + 1); $(i + 1) = t; print }' <<<"$one")
test_sheet "$swapped"
ends 1

it 'a sheet of another vault is told'
new_vault two.amparo
as ana recovery make two.amparo --output . >/dev/null
test_sheet "$one" two.amparo
ends 1
prints 'not of this vault'

it 'with two sheets there is a new supervisor'
secrets="$three"$'\n'"$one"$'\n''frase nueva de rosa 5' amparo recovery use one.amparo --sheets-fd 3 --name rosa \
    --new-passphrase-fd 3 --kdf cheap
ends 0
says 'Make new recovery sheets'
secrets='frase nueva de rosa 5' as rosa verify one.amparo
ends 0
secrets='frase nueva de rosa 5' as rosa user list one.amparo
prints ',rosa,supervisor,1'
secrets='frase nueva de rosa 5' as rosa audit list one.amparo
prints ',key_change,.*,recovery-use,'
prints ',key_change,.*,recovery-make,'

it 'one sheet twice is not enough'
secrets="$one"$'\n'"$one"$'\n''frase nueva de leo 5' amparo recovery use one.amparo --sheets-fd 3 --name leo \
    --new-passphrase-fd 3 --kdf cheap
ends 2
says 'the same sheet'

it 'a wrong second sheet is told as such'
secrets="$one"$'\n'"$two zz"$'\n''frase nueva de leo 5' amparo recovery use one.amparo --sheets-fd 3 --name leo \
    --new-passphrase-fd 3 --kdf cheap
ends 2
says 'second sheet'
as ana user list one.amparo
! grep -q leo "$place/out" || problem 'leo got in'

it 'a new set ends the old one'
mkdir again
as ana recovery make one.amparo --output again
ends 0
test_sheet "$one"
ends 1
prints 'older set'
secrets="$one"$'\n'"$two"$'\n''frase nueva de leo 5' amparo recovery use one.amparo --sheets-fd 3 --name leo \
    --new-passphrase-fd 3 --kdf cheap
ends 2
test_sheet "$(words again/*3.pdf)"
ends 0
prints 'Sheet 3 of 3, set 2: good'

it 'sheets that cannot be written leave the old set good'
as ana recovery make one.amparo --output nowhere
[ "$status" -ne 0 ] || problem 'ended with 0'
test_sheet "$(words again/*1.pdf)"
ends 0

it 'a sheet in Spanish'
mkdir es
LANGUAGE=es as ana recovery make one.amparo --output es
ends 0
prints '^es/hoja-de-recuperacion-'
pdftotext -raw es/*1.pdf - >text
grep -q 'Cómo se guarda' text || problem 'its words are not Spanish'
pdfinfo es/*1.pdf | grep -qE '^Pages: +1$' || problem 'it has more pages'
secrets=$(words es/*1.pdf) LANGUAGE=es amparo recovery test one.amparo --sheet-fd 3
ends 0
prints '^Hoja 1 de 3, juego 3: correcta'

it 'no word of a sheet is in the vault or in a temporary file'
word=$(words es/*2.pdf)
! grep -rqF "$word" one.amparo "$TMPDIR" "$HOME" || problem 'the words are there'

finish

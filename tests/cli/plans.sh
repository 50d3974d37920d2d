#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Regional plans, forums and commitments: the sheets they become.
# shellcheck source=tests/cli/cli.sh
. "$(dirname "$0")/cli.sh"

new_vault office.amparo

# take LIST: a table on standard input becomes records.
take ()
{
    cat >"$1.csv"
    as ana programme import office.amparo "$1" "$1.csv"
    ends 0
}

it 'plans and forums come in as tables'
printf 'code,title,region,from_on,to_on,status\nPLAN-PIU,Plan de Piura,PE-PIU,2023-01-01,2026-12-31,in_force\nPLAN-TUM,Plan de Tumbes,PE-TUM,2023-01-01,2026-12-31,in_force\n' | take plans
printf 'regional_plan,axis,text\nPLAN-PIU,protection,Un albergue\nPLAN-TUM,prevention,Colegios\n' | take goals
printf 'regional_goal,text,responsible_other,baseline,target,due_on,status\nUn albergue,Abrir el albergue,Alcaldía,0,10,2024-05-01,pending\nColegios,Visitar colegios,UGEL,0,40,2026-12-01,in_progress\n' | take actions
printf 'code,name,kind,on,region,agreements\nFORO-01,Mesa regional,round_table,2024-01-10,PE-PIU,Reunirse cada mes\n' | take forums
printf 'forum,text,promised_by_other,country,due_on,status\nFORO-01,Compartir el directorio,Consulado,EC,2024-03-01,open\nFORO-01,Abrir la oficina,Municipio,PE,2024-02-01,fulfilled\n' | take commitments

it 'a plan is written as a table'
as ana plan show office.amparo plan-piu --today 2024-05-11
ends 0
prints '^axis,goal,action,responsible,due_on,status,days_late'
prints '^protection,Un albergue,Abrir el albergue,Alcaldía,2024-05-01,pending,10,'

it 'the status sheet is a PDF, the same bytes each time'
as ana plan status office.amparo PLAN-PIU --output one.pdf --today 2024-05-11
ends 0
says_nothing
as ana plan status office.amparo PLAN-PIU --output two.pdf --today 2024-05-11
[ "$(head -c 4 one.pdf)" = %PDF ] || problem 'no PDF'
cmp -s one.pdf two.pdf || problem 'two runs differ'

it 'two plans stand side by side, as a table or a sheet'
as ana plan compare office.amparo PLAN-PIU PLAN-TUM
ends 0
prints '^PLAN-TUM,PE-TUM,prevention,1,0,1,0,0,'
as ana plan compare office.amparo PLAN-PIU PLAN-TUM --output both.pdf
ends 0
[ "$(head -c 4 both.pdf)" = %PDF ] || problem 'no PDF'

it 'agenda and minutes are written'
for sheet in agenda minutes; do
    as ana forum "$sheet" office.amparo FORO-01 --output "$sheet.pdf"
    ends 0
    [ "$(head -c 4 "$sheet.pdf")" = %PDF ] || problem "no PDF: $sheet"
done

it 'what was promised is listed, what is open first'
as ana commitments office.amparo --today 2024-03-11
ends 0
prints '^2024-03-01,10,open,Consulado,,Compartir el directorio,EC,'
[ "$(wc -l <out)" = 2 ] || problem 'what is fulfilled is listed'
as ana commitments office.amparo --all --country Perú
prints 'Abrir la oficina'
[ "$(wc -l <out)" = 2 ] || problem 'the country does not choose'

it 'what is due stands among the tasks, without a title'
as ana tasks office.amparo
prints 'commitment_due'
prints 'regional_action_due'
! grep -q Compartir out || problem 'a title'

it 'each file is in the log'
as ana audit list office.amparo
for reason in plan-csv plan-status plan-compare forum-agenda forum-minutes commitments-csv; do
    prints "export.*$reason"
done

it 'what is not there, or not said, is refused and nothing written'
as ana plan status office.amparo PLAN-NADA --output no.pdf
ends 2
says 'PLAN-NADA'
absent no.pdf
as ana forum minutes office.amparo FORO-01
ends 2
says '--output'
as ana commitments office.amparo --status lost
ends 2
prints_nothing
as ana plan show office.amparo PLAN-PIU --today ayer
ends 2
as ana plan status office.amparo PLAN-PIU --output "$place/none/no.pdf"
[ "$status" -ne 0 ] || problem 'written into no folder'

finish

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A working day, in Spanish, as a caseworker and her supervisor live it: workday.py AMPARO
AMPARO-CLI FOLDER-FOR-PICTURES. One case from first contact to closure, every step through the
accessibility tree and real keys. Needs what e2e.py needs, and the locale es_PE.UTF-8."""
import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import traceback

from e2e_window import (Trouble, Window, act, find_all, keys, pick, plain, press, text_of, wait)

ROSA = ('rosa', 'cuatro caballos bajan lentamente')  # supervisor
LUZ = ('luz', 'cinco canoas suben despacio hoy')     # caseworker
NAMES = (('Nombres', 'Jhoselyn Milagros'), ('Apellido paterno', 'Quispe'),
         ('Apellido materno', 'de la Cruz'))
QUESTIONS = (('¿Está a salvo ahora, donde se encuentra?', 'Sí'),
             ('¿Puede llegar hasta ella quien la explota?', 'No'),
             ('¿Necesita atención médica ahora?', 'No'))
NOTE = 'Llegó tranquila; pide que no se llame a su casa.'
HALF = 'Cuenta que su tía'
NUMBER = '987 654 321'
KINDS = ('consent', 'service', 'referral', 'follow_up', 'note', 'risk_assessment', 'safety_plan', 'plan',
         'plan_goal', 'plan_action', 'attachment', 'closure')
STORED = (('situation.exploitation_type', 'ForcedLabour'), ('case.trafficking_status', 'possible'), ('case.risk_level', 'imminent'),
          ('case.status', 'open'), ('note.text', NOTE), ('note.text', HALF), ('referral.state', 'completed'),
          ('plan_goal.text', 'Terminar la secundaria'), ('plan_action.what', 'Matrícula en el CEBA'),
          ('closure.reason', 'client_request'))
PARTS = ('Resumen', 'Situación', 'Riesgo y seguridad', 'Necesidades y plan', 'Servicios',
         'Derivaciones', 'Seguimiento', 'Legal', 'Notas y adjuntos', 'Persona y familia')


def above(node, levels):
    """What the node is in, so many levels up: to look in it is quicker than in everything."""
    for _ in range(levels):
        node = node.get_parent()
    return node


class Office:
    """What the steps share: a vault with two people who work in it, and the window of one."""

    def __init__(self, program, cli, place):
        self.program, self.cli, self.place = program, cli, place
        self.vault = place / 'oficina.amparo'
        self.log = place / 'log' / 'amparo.log'
        self.window = None
        self.page = None  # the node of the case page, so that looking in it is quick

    def run_cli(self, *arguments, passphrases):
        """Passphrases go in by a descriptor, as a script would give them. One at a time has the
        vault open: the window is closed first."""
        if self.window is not None:
            self.window.close()
            self.window = None
        read, write = os.pipe()
        os.write(write, ''.join(p + '\n' for p in passphrases).encode())
        os.close(write)
        try:
            words = [str(a).replace('@FD', str(read)) for a in arguments]
            done = subprocess.run([self.cli, *words], pass_fds=[read], capture_output=True,
                                  text=True, timeout=60, check=False)
        finally:
            os.close(read)
        if done.returncode != 0:
            raise Trouble(f'amparo-cli {words[0]} ended with {done.returncode}: {done.stderr}')
        return done.stdout

    # --- Who works ---

    def comes(self, who):
        """Starts the program and unlocks as one of the two."""
        if self.window is not None:
            self.window.close()
        self.window = Window(self.program, str(self.vault), log=self.log)
        self.unlocks(who)
        return self.window

    def unlocks(self, who):
        w = self.window
        w.type('Usuaria/o', who[0])
        w.type('Frase de contraseña', who[1])
        w.click('Desbloquear')
        w.get('list', 'Páginas', seconds=60)

    def begins(self, role, name, under=None):
        """What has a name that begins so: GTK 4.8 adds the labels to it."""
        return wait(lambda: next((n for n in find_all(under or self.window.app, role)
                                  if plain(n.get_name()).startswith(name)), None), f'{role} "{name}"')

    def answers(self, question, answer, under=None):
        """Presses the button of an answer in a row of them."""
        act(self.begins('push button', f'{question} {answer}', under))

    # --- The case page ---

    def on_case(self):
        """The case page that has just been shown."""
        self.page = above(self.window.get('list', 'Partes del caso'), 3)
        return self.page

    def opens_case(self, who):
        """A session of her own, and her case from the search."""
        w = self.comes(who)
        w.do('win.search')
        w.type('Buscar en todo', self.number)
        wait(lambda: next((n for n in find_all(w.app, 'list item') if self.number in (n.get_name() or '')),
                          None), 'the case among what is found')
        keys(w, 'key', 'Return')
        return self.on_case()

    def part(self, title):
        """Goes to a part of the case by its key; its node."""
        keys(self.window, 'key', f'alt+{(PARTS.index(title) + 1) % 10}')
        return self.page

    def section(self, title, add):
        """Presses the button that adds to a section; the panel with its form."""
        self.window.click(add, under=self.page)
        return self.window.get('panel', title, under=self.page)

    def saves(self, panel, said):
        """Saves the form of a section; the row that then is among its records."""
        w = self.window
        w.click('Guardar', under=panel)
        return wait(lambda: w.find('push button', 'Guardar', under=panel) is None and self.row(said, panel),
                    f'"{said}" among the records')

    def row(self, said, under):
        """The record whose row says that."""
        return next((n for n in find_all(under, 'push button') if said in plain(n.get_name())), None)

    def says(self, text, under=None):
        """Waits for words on the screen that hold the text."""
        return wait(lambda: next((n for n in find_all(under or self.window.app)
                                  if n.get_role_name() in ('label', 'status bar', 'heading') and
                                  text in (n.get_name() or '')), None), f'"{text}" on the screen')


# --- The steps, in their order; the sentence of each is what the test report says ---

def opens_office(day):
    """An office with a supervisor and a caseworker is there"""
    day.run_cli('demo', day.vault, '--user', ROSA[0], '--cases', '12', '--kdf', 'cheap',
                '--passphrase-fd', '@FD', passphrases=(ROSA[1],))
    day.run_cli('user', 'add', day.vault, '--user', ROSA[0], '--name', LUZ[0], '--role',
                'caseworker', '--kdf', 'cheap', '--passphrase-fd', '@FD', '--new-passphrase-fd',
                '@FD', passphrases=(ROSA[1], LUZ[1]))


def unlocks(day):
    """The caseworker unlocks, in Spanish"""
    day.comes(LUZ)


def takes_in(day):
    """Intake: three questions, consent, names, gender and region are enough to save"""
    w = day.window
    w.do('win.new-case')
    page = above(day.begins('entry', 'Buscar a una persona que ya consta'), 5)
    for question, answer in QUESTIONS:
        day.answers(question, answer, under=page)
    day.answers('Apoyo psicológico y social', 'Otorgado', under=page)
    for field, text in NAMES:
        w.type(field, text, under=page)
    pick(w, 'Género', 'Femenino', under=page)
    pick(w, 'Región de atención', 'Tumbes', under=page)
    pick(w, 'Consentimiento para guardar los datos', 'Otorgado', under=page)
    w.click('Guardar y abrir el caso')
    day.on_case()
    said = day.says('TUM-26-').get_name()
    day.number = re.search(r'TUM-26-\d+-[A-Z]/1', said).group()


def finds_misspelt(day):
    """A search by a misspelt name finds the person"""
    w = day.window
    w.type('Buscar en todo', 'yoselin kispe')
    wait(lambda: next((n for n in find_all(w.app, 'list item')
                       if 'Suena parecido' in (n.get_name() or '')), None),
         'somebody whose name sounds alike')
    w.type('Buscar en todo', '')


def serves(day):
    """A service delivered today is recorded"""
    w = day.window
    day.part('Servicios')
    pick(w, 'Servicio', 'Entrevista segura', under=day.page)
    w.click('Agregar servicio', under=day.page)
    wait(lambda: day.row('Entrevista segura', day.page), 'the service among those of the case')


def tells_situation(day):
    """The situation: act, means and purpose are recorded, and the person decides"""
    w = day.window
    day.part('Situación')
    form = day.section('Situación de trata', 'Agregar situación')
    pick(w, 'Conducta', 'Captación', under=form, typed='Captaci', several=True)
    pick(w, 'Medios', 'Engaño', under=form, typed='engano', several=True)
    pick(w, 'Finalidad', 'Explotación laboral', under=form, typed='laboral', several=True)
    pick(w, 'Tipo de explotación', 'Trabajo forzoso', under=form, several=True)
    pick(w, 'Región de explotación', 'Piura', under=form)
    day.saves(form, 'Trabajo forzoso')
    day.says('Propuesta: ', under=day.page)
    pick(w, 'Condición de víctima', 'Presunta víctima de trata', under=day.page, typed='presunta')
    keys(w, 'key', 'ctrl+s')


def assesses_risk(day):
    """An assessment of imminent risk is recorded"""
    w = day.window
    day.part('Riesgo y seguridad')
    form = day.section('Valoraciones de riesgo', 'Valorar el riesgo')
    pick(w, 'Amenazas', 'Sí', under=form, typed='si')
    pick(w, 'Nivel de riesgo', 'Inminente', under=form)
    w.type('Por qué otro nivel', 'Lo buscan desde ayer', under=form)  # more than the answers give
    day.saves(form, 'Riesgo: Inminente')


def plans_safety(day):
    """A safety plan is made"""
    day.part('Riesgo y seguridad')
    form = day.section('Plan de seguridad', 'Hacer plan de seguridad')
    day.window.type('Lugares seguros', 'Casa de su tía', under=form)
    day.saves(form, 'Plan de seguridad del')


def plans(day):
    """The plan has a goal, and the goal an action"""
    w = day.window
    day.part('Necesidades y plan')
    form = day.section('Plan de reintegración', 'Agregar plan')
    pick(w, 'Lugar de ejecución', 'Lugar de origen', under=form)
    day.saves(form, 'Plan del')
    act(day.row('Plan del', day.page))
    form = day.section('Objetivos', 'Agregar objetivo')
    pick(w, 'Ámbito', 'Educación', under=form, typed='educaci')
    w.type('Objetivo', 'Terminar la secundaria', under=form)
    day.saves(form, 'Educación')
    act(day.row('Educación', day.page))
    form = day.section('Acciones', 'Agregar acción')
    w.type('Acción', 'Matrícula en el CEBA', under=form)
    day.saves(form, 'Acción')


def notes(day):
    """A note is written"""
    w = day.window
    day.part('Notas y adjuntos')
    form = day.section('Notas', 'Agregar nota')
    pick(w, 'Tipo', 'Sesión', under=form, typed='sesi')
    w.type('Texto', NOTE, under=form)
    day.saves(form, 'Sesión')


def keeps_words(day):
    """Locking in mid-typing and unlocking gives the words back"""
    w = day.window
    day.part('Notas y adjuntos')
    form = day.section('Notas', 'Agregar nota')
    w.type('Texto', HALF, under=form)
    w.do('win.lock')
    day.unlocks(LUZ)
    day.on_case()
    wait(lambda: next((n for n in find_all(day.page)
                       if 'EditableText' in n.get_interfaces() and text_of(n) == HALF), None),
         'what was being typed')
    form = w.get('panel', 'Notas', under=day.page)
    pick(w, 'Tipo', 'Llamada', under=form)
    day.saves(form, 'Llamada')


def rule_first(day):
    """The number of a safe contact is hidden until its rule has been read"""
    w = day.window
    day.part('Persona y familia')
    w.get('push button', 'Ocultar identidad')  # since her words came back
    form = day.section('Contacto seguro', 'Agregar contacto seguro')
    pick(w, 'Medio', 'WhatsApp', under=form)
    w.type('Número o dirección', NUMBER, under=form)
    w.type('Horas seguras', 'De 10 a 12', under=form)
    day.saves(form, 'WhatsApp')
    day.part('Seguimiento')
    day.says('De 10 a 12', under=day.page)
    if shows(day, NUMBER):
        raise Trouble('the number stands there before the rule was read')
    w.click('Leí la regla: mostrar los números', under=day.page)
    wait(lambda: shows(day, NUMBER), 'the number')


def shows(day, text):
    return any(text in (n.get_name() or '') for n in find_all(day.page))


def fails_thrice(day):
    """Three follow-ups that reach nobody are told"""
    w = day.window
    for n in range(3):
        form = day.section('Seguimiento', 'Agregar seguimiento')
        w.type('Previsto para', f'{20 + n}/11/2026', under=form)
        w.type('Realizado el', f'{20 + n}/11/2026', under=form)
        pick(w, 'Tipo', 'Llamada', under=form)
        pick(w, 'Resultado', 'No se logró el contacto', under=form, typed='no se logr')
        day.saves(form, f'{20 + n}/11/2026')
    day.says('intentos seguidos sin contacto', under=day.page)


def refers(day):
    """A referral by keys alone: service, nearest institution, consent, sent"""
    w = day.window
    day.part('Derivaciones')
    w.click('Agregar derivación', under=day.page)
    w.get('push button', 'Dejar como borrador')
    press(w, 'c', 's', 'm', 'c', 'Return')
    day.says('Verificada el')
    press(w, 'Return', 'Return')
    day.says('Consentimiento')
    press(w, 'g', 'i', 'v', 'Return', 'ctrl+s')
    w.get('push button', 'Enviar')
    press(w, 'Return')
    w.click('Cerrar', under=w.get('push button', 'Imprimir la ficha…').get_parent())
    wait(lambda: day.row('Enviada', day.page), 'the referral that was sent')


def answers_come(day):
    """Its answers are recorded one by one, to the counter-referral that completes it"""
    w = day.window
    act(day.row('Enviada', day.page))
    for button, state in (('Recibida', 'Recibida'), ('Aceptada', 'Aceptada'), ('En atención', 'En atención')):
        w.click(button, under=day.page)
        w.click('Registrar este paso', under=day.page)
        wait(lambda: w.find('push button', 'Registrar este paso', under=day.page) is None, state)
    w.click('Contrarreferencia…', under=day.page)
    pick(w, 'Confirmada por', 'La institución (contrarreferencia)', under=day.page, typed='institu')
    w.click('Registrar este paso', under=day.page)
    day.says('Concluida', under=day.page)


def prints_slip(day):
    """Its letter holds neither her name nor what she told"""
    lines = day.run_cli('referral', 'list', day.vault, '--user', LUZ[0], '--passphrase-fd', '@FD',
                        passphrases=(LUZ[1],))
    number = next(line.split(',')[0] for line in lines.splitlines() if day.number in line)
    slip = day.place / 'carta.pdf'
    day.run_cli('referral', 'slip', day.vault, number, '--output', slip, '--user', LUZ[0],
                '--passphrase-fd', '@FD', passphrases=(LUZ[1],))
    text = subprocess.run(['pdftotext', str(slip), '-'], capture_output=True, text=True, check=True,
                          timeout=30).stdout
    if 'Femenino' not in text or 'OFICIO DE DERIVACIÓN' not in text:
        raise Trouble('the letter does not say what it asks for whom')
    for secret in (day.number, 'Jhoselyn', 'Quispe', NOTE, NUMBER, 'Lo buscan'):
        if secret in text:
            raise Trouble('the letter says more than it may')


def attaches(day):
    """What was attached is among the notes, and what it is called only once she is revealed"""
    file = day.place / 'constancia.txt'
    file.write_text('Constancia de atención\n', encoding='utf-8')
    day.run_cli('attach', 'add', day.vault, day.number, file, '--kind', 'other', '--user', LUZ[0],
                '--passphrase-fd', '@FD', passphrases=(LUZ[1],))
    day.opens_case(LUZ)
    day.part('Notas y adjuntos')
    day.says('Oculto hasta mostrar la identidad', under=day.page)
    wait(lambda: day.row('Otro', day.page), 'the file among the attachments')


def sees_today(day):
    """The first page has her risk among what is imminent"""
    keys(day.window, 'key', 'ctrl+1')
    day.says('Riesgo inminente')
    day.says(day.number)


def asks_to_close(day):
    """Closing is asked for once everything that is open is explained, and waits for another person"""
    w = day.window
    day.opens_case(LUZ)
    w = day.window
    w.click('Egreso…')
    pick(w, 'Motivo de cierre', 'A pedido de la persona', typed='a pedido')
    box = w.get('list', 'Sigue abierto')
    for entry in wait(lambda: [n for n in find_all(box) if 'EditableText' in n.get_interfaces()],
                      'what is open'):
        entry.get_editable_text_iface().set_text_contents('Lo continúa la UPE')
    w.click('Solicitar aprobación')
    wait(lambda: w.find('list', 'Sigue abierto') is None, 'the closure to be asked for')
    keys(w, 'key', 'ctrl+6')
    day.says('Solicitadas por usted')
    day.says(day.number)
    if day.row('Aprobar…', w.app) is not None:
        raise Trouble('she could approve her own')


def is_approved(day):
    """The supervisor approves it, and the case is closed"""
    w = day.comes(ROSA)
    keys(w, 'key', 'ctrl+6')
    day.says('Esperan su respuesta')
    day.says(day.number)
    act(wait(lambda: day.row('Aprobar…', w.app), 'what there is to approve'))
    w.get('label', '¿Aprobar?')
    w.click('Aprobar')
    wait(lambda: day.row('Aprobar…', w.app) is None, 'the queue to be empty')


def opens_again(day):
    """It is opened again with a reason"""
    day.opens_case(LUZ)
    w = day.window
    w.click('Reabrir…')
    w.entry('Por qué').get_editable_text_iface().set_text_contents('Volvió a pedir ayuda')
    w.click('Reabrir')
    wait(lambda: w.find('push button', 'Egreso…'), 'the case to be open')


def keeps_all(day):
    """All of it is in the vault"""
    day.run_cli('export', day.vault, '--format', 'amparo-csv', '--output', day.place / 'todo.csv', '--user', ROSA[0],
                '--passphrase-fd', '@FD', passphrases=(ROSA[1],))
    rows = list(csv.DictReader((day.place / 'todo.csv').open(encoding='utf-8')))
    case = next(row for row in rows if row['case.number'] == day.number)
    mine = [row for row in rows if row['record'] == 'case' and row is case or
            any(row.get(f'{kind}.case') == case['case.id'] for kind in KINDS)]
    kinds = {row['record'] for row in mine}
    missing = set(KINDS) - kinds
    if missing:
        raise Trouble('not stored: ' + ' '.join(sorted(missing)))
    for field, value in STORED:
        if not any(row.get(field) == value for row in mine):
            raise Trouble(f'{field} is not {value}')


STEPS = (opens_office, unlocks, takes_in, finds_misspelt, serves, tells_situation, assesses_risk, plans_safety, plans,
         notes, keeps_words, rule_first, fails_thrice, refers, answers_come, sees_today, prints_slip, attaches,
         asks_to_close, is_approved, opens_again, keeps_all)


def go(day, steps, pictures):
    """Runs the steps and tells of them; whether all went well."""
    for number, step in enumerate(steps, 1):
        try:
            step(day)
            print(f'ok {number} - {step.__doc__}', flush=True)
        except Exception as trouble:  # pylint: disable=broad-except
            print(f'not ok {number} - {step.__doc__}\n# {trouble}', flush=True)
            if not isinstance(trouble, Trouble):
                print('# ' + traceback.format_exc().replace('\n', '\n# '))
            if day.window is not None:
                day.window.screenshot(pictures / 'workday-failed.png')
                day.window.dump(pictures / 'workday-failed.txt')
                print(f'# what the screen showed: {pictures}/workday-failed.png, .txt')
            for line in day.log.read_text().splitlines()[-10:] if day.log.exists() else ():
                print('# ' + line)
            for rest in range(number + 1, len(steps) + 1):
                print(f'not ok {rest} - {steps[rest - 1].__doc__} # a step before failed')
            return False
    return True


def main():
    program, cli, pictures = sys.argv[1:4]
    print(f'1..{len(STEPS)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='amparo-workday-') as folder:
        place = pathlib.Path(folder)
        for name, variable in (('home', 'HOME'), ('run', 'XDG_RUNTIME_DIR'), ('tmp', 'TMPDIR'),
                               ('log', None)):
            (place / name).mkdir(mode=0o700)
            if variable:
                os.environ[variable] = str(place / name)
        os.environ['LANG'] = 'es_PE.UTF-8'
        for name in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES'):
            os.environ.pop(name, None)
        day = Office(os.path.abspath(program), os.path.abspath(cli), place)
        pictures = pathlib.Path(os.path.abspath(pictures))
        os.chdir(place)
        try:
            return 0 if go(day, STEPS, pictures) else 1
        finally:
            if day.window is not None:
                day.window.kill()


if __name__ == '__main__':
    sys.exit(main())

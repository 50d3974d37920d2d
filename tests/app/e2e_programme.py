#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme beside the cases, in Spanish, through the accessibility tree: e2e_programme.py
AMPARO AMPARO-CLI FOLDER-FOR-PICTURES. An activity of prevention with the people it reached, and a
training session with its attendance. Needs what e2e.py needs, and the locale es_PE.UTF-8."""
import os
import sys

from e2e_window import Trouble, Window, act, find_all, go, keys, pick, plain, run_cli, wait

WHO = ('luz', 'cinco canoas suben despacio hoy')


class Path:
    def __init__(self, program, cli, place):
        self.program, self.cli, self.place = program, cli, place
        self.vault = place / 'oficina.amparo'
        self.log = place / 'log' / 'amparo.log'
        self.window = None

    def says(self, text):
        """Waits for a row, a button or words that hold the text."""
        return wait(lambda: next((n for n in find_all(self.window.app, rows=True)
                                  if text in plain(n.get_name())), None), f'"{text}" on the screen')

    def begins(self, title):
        """A new record; the list it belongs to. The lists that are not shown are in the tree too."""
        button = self.window.get('push button', title)
        act(button)
        self.window.entry('Título')
        return self.around(button, 'Título')

    def around(self, node, name):
        """The nearest that holds the node and a field of that name."""
        def look():
            above = node
            while above is not None:
                for found in find_all(above, None, name):
                    if 'EditableText' in found.get_interfaces():
                        return above
                above = above.get_parent()
            return None
        return wait(look, f'what holds "{name}"')

    def opens(self):
        """a caseworker opens the programme by its key"""
        run_cli(self.cli, self.log, 'create', self.vault, '--user', WHO[0], '--kdf', 'cheap',
                '--passphrase-fd', '@FD', passphrases=[WHO[1]])
        self.window = Window(self.program, str(self.vault), log=self.log)
        self.window.type('Usuaria/o', WHO[0])
        self.window.type('Frase de contraseña', WHO[1])
        self.window.click('Desbloquear')
        self.window.get('list', 'Páginas', seconds=60)
        keys(self.window, 'key', 'ctrl+8')
        self.says('Todavía no hay actividades de prevención')

    def enters_activity(self):
        """enters an activity, hears the total, and sees it in the list"""
        w = self.window
        pane = self.begins('Agregar actividad')
        pick(w, 'Tipo', 'Charla', under=pane)
        w.type('Título', 'Charla en el colegio', under=pane)
        pick(w, 'Región', 'Tumbes', under=self.form(pane, 'Título'))
        w.type('Mujeres de 12 a 17', '20', under=pane)
        w.type('Hombres de 12 a 17', '4', under=pane)
        self.says('Total: 24 (20 mujeres, 4 hombres, 0 de otro sexo o sin registrar)')
        w.click('Guardar', under=pane)
        self.says('24 personas alcanzadas')

    def form(self, pane, name):
        """What the field is in with its button, so that the filters above the list are not meant."""
        node = self.window.entry(name, under=pane)
        while self.window.find('push button', 'Guardar', under=node) is None:
            node = node.get_parent()
        return node

    def enters_session(self):
        """enters a training session and who attended"""
        w = self.window
        keys(w, 'key', 'alt+a')
        pane = self.begins('Agregar capacitación')
        w.type('Título', 'Ruta de atención', under=pane)
        pick(w, 'Región', 'Tumbes', under=self.form(pane, 'Título'))
        w.type('Horas', '8', under=pane)
        w.click('Guardar', under=pane)
        w.click('Agregar asistencia', under=pane)
        w.entry('Mujeres', under=pane)
        form = self.form(pane, 'Mujeres')
        pick(w, 'Público', 'Policía', under=form, typed='Polic')
        w.type('Mujeres', '7', under=form)
        w.type('Hombres', '5', under=form)
        w.click('Guardar', under=form)
        self.says('7 mujeres · 5 hombres')
        self.says('12 personas capacitadas')

    def comes_back(self):
        """after the program was closed, both are there"""
        if self.window.close() != 0:
            raise Trouble('the program did not end well')
        out = run_cli(self.cli, self.log, 'verify', self.vault, '--user', WHO[0], '--passphrase-fd',
                      '@FD', passphrases=[WHO[1]])
        if not out:
            raise Trouble('nothing was verified')


STEPS = (Path.opens, Path.enters_activity, Path.enters_session, Path.comes_back)

if __name__ == '__main__':
    os.environ['LANG'] = 'es_PE.UTF-8'
    for variable in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES'):
        os.environ.pop(variable, None)
    sys.exit(go(Path, STEPS, 'e2e-programme-failed.png'))

#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures leave the office, from outside: e2e_release.py AMPARO AMPARO-CLI FOLDER-FOR-PICTURES.
Choose, see what is hidden, take the coarser table, hand over, find it in the register. (By way of
another supervisor: test-release-desk.c.) Needs what e2e.py needs."""
import os
import sys

from e2e_window import (Trouble, Window, act, enter_in_newest, find_all, go, keys, run_cli,
                        wait)

ANA = ('ana', 'cuatro caballos bajan lentamente')


class Path:
    """The steps, in their order, and what they share."""

    def __init__(self, program, cli, place):
        self.program, self.cli, self.place = program, cli, place
        self.vault = place / 'purpose' / 'oficina.amparo'
        self.log = place / 'log' / 'amparo.log'
        self.window = None

    def run_cli(self, *arguments, passphrases):
        return run_cli(self.cli, self.log, *arguments, passphrases=passphrases)

    def opens(self, who):
        """Another window, on the page of counts."""
        os.chdir(self.vault.parent)
        w = self.window = Window(self.program, str(self.vault), log=self.log)
        w.type('User', who[0])
        w.type('Passphrase', who[1])
        w.click('Unlock')
        w.get('list', 'Pages', seconds=60)
        return w

    def label(self, beginning, seconds=None):
        """The label that begins so."""
        return wait(lambda: next((n for n in find_all(self.window.app)
                                  if (n.get_name() or '').startswith(beginning)), None),
                    f'the words "{beginning}…"', seconds)

    def button(self, name):
        """The button of that name, once it can be pressed."""
        return wait(lambda: next((n for n in find_all(self.window.app, 'push button', name)
                                  if sensitive(n)), None), f'the button "{name}" to be of use')

    def begins(self):
        """An office with some hundred cases"""
        self.vault.parent.mkdir()
        self.run_cli('create', self.vault, '--user', ANA[0], '--kdf', 'cheap', '--passphrase-fd',
                     '@FD', passphrases=(ANA[1],))
        self.run_cli('demo', self.vault, '--user', ANA[0], '--cases', '400', '--passphrase-fd',
                     '@FD', passphrases=(ANA[1],))

    def chooses(self):
        """A table of too many small numbers: a coarser one is offered, and taken"""
        w = self.opens(ANA)
        keys(w, 'key', 'ctrl+5')
        act(self.button('Hand figures over…'))
        self.label('More than half of this table would be hidden. We suggest:', 60)
        act(self.button('Use that table'))
        self.label('Persons assisted · ')

    def sees(self):
        """What would be hidden is told and shown, and what is closed by it"""
        told = wait(
            lambda: next((n for n in find_all(self.window.app)
                          if (n.get_name() or '').endswith('numbers are hidden.')), None),
            'how many numbers are hidden', 60)
        hidden, _, all_of_them = told.get_name().split()[:3]
        if not 0 <= int(hidden) < int(all_of_them):
            raise Trouble(f'hidden: {told.get_name()}')
        stars = [n for n in find_all(self.window.app, 'label', rows=True) if n.get_name() == '*']
        if bool(stars) != (int(hidden) > 0):
            raise Trouble(f'{told.get_name()} The table shows {len(stars)} *')
        self.label('This report hides small groups with *')
        self.label('This period is closed by this report.')

    def delivers(self):
        """Nobody is named: no file. Named: the file is there"""
        w = self.window
        save = next(find_all(w.app, 'push button', 'Save as…'))
        if sensitive(save):
            raise Trouble('it could be saved for nobody')
        w.type('Who gets it', 'UNODC')
        act(self.button('Save as…'))

        def accepted():
            file = next(self.place.glob('purpose/*.pdf'), None)
            if file is None:
                enter_in_newest(w)
            return file

        if not wait(accepted, 'the file').read_bytes().startswith(b'%PDF'):
            raise Trouble('the file is no document')

    def registered(self):
        """The register has it, as handed over, and holds"""
        w = self.window
        act(self.button('Releases'))
        line = wait(lambda: next((n for n in find_all(w.app, rows=True)
                                  if (n.get_name() or '').endswith('→ UNODC')), None), 'the line')
        if not line.get_name().startswith('Persons assisted · '):
            raise Trouble(f'the line says {line.get_name()}')
        act(self.button('Check the register'))
        self.label('The register holds: 1 line', 60)
        w.kill()
        listed = self.run_cli('releases', 'list', self.vault, '--user', ANA[0], '--passphrase-fd',
                              '@FD', passphrases=(ANA[1],))
        if ',given,' not in listed or ',partner,UNODC,' not in listed:
            raise Trouble(f'the register says {listed}')


def sensitive(node):
    """Whether it can be used."""
    from gi.repository import Atspi  # e2e_window has chosen its version
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


STEPS = (Path.begins, Path.chooses, Path.sees, Path.delivers, Path.registered)


if __name__ == '__main__':
    sys.exit(go(Path, STEPS, 'e2e-release-failed.png'))

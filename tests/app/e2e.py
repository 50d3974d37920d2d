#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole path as a user walks it, from outside: e2e.py AMPARO AMPARO-CLI FOLDER-FOR-PICTURES.
Needs a display, a session bus and python3-gi; build-aux/test brings them."""
import os
import re
import sys

from e2e_window import (Trouble, Window, act, enter_in_newest, find_all, go, keys, pick, picker,
                        plain, run_cli, wait)

ANA = ('ana', 'cuatro caballos bajan lentamente')
LUZ = ('luz', 'cinco canoas suben despacio hoy')
MARK = 'CANARIO'


class Path:
    """The steps, in their order, and what they share."""

    def __init__(self, program, cli, place):
        self.program, self.cli, self.place = program, cli, place
        self.vault = place / 'purpose' / 'oficina.amparo'
        self.log = place / 'log' / 'amparo.log'
        self.window = None

    def run_cli(self, *arguments, passphrases):
        return run_cli(self.cli, self.log, *arguments, passphrases=passphrases)

    def creates(self):
        """A vault is created in the window, and it opens"""
        self.vault.parent.mkdir()
        w = self.window = Window(self.program, log=self.log)
        w.click('Create a new vault…')
        w.get('label', 'New vault')
        w.type('Where to keep it', str(self.vault.parent))
        w.type('Name of the vault', 'oficina')
        w.type('Your user name', ANA[0])
        w.type('Passphrase', ANA[1])
        w.type('The same passphrase again', ANA[1])
        w.click('Create the vault')
        w.get('list', 'Pages', seconds=60)
        if not (self.vault / 'keyring').exists():
            raise Trouble('no keyring in the folder of the vault')

    def records(self):
        """A case is recorded by the intake form with what is required and a name"""
        w = self.window
        w.do('win.new-case')
        w.type('Given names', MARK)
        w.type('First surname', 'Ñahui')
        pick(w, 'Gender', 'Feminine')
        pick(w, 'Region of assistance', 'Tumbes')
        pick(w, 'Consent to keep the data', 'Given')
        w.click('Save and open the case')
        w.get('list item', 'Services')

    def adds_service(self):
        """A service given today is added to the case"""
        w = self.window
        keys(w, 'key', 'alt+5')
        w.get('push button', 'Add service')
        pick(w, 'Service', 'Safe interview')
        w.click('Add service')
        wait(lambda: not plain(picker(w, 'Service').get_name()).endswith('Safe interview') and
             w.find('label', 'Safe interview'), 'the service among those of the case')

    def adds_referral(self):
        """A referral is added to the case"""
        w = self.window
        keys(w, 'key', 'alt+6')
        w.click('Add referral')
        pick(w, 'Service asked for', 'Safe interview')
        w.click('Keep as draft')
        panel = w.get('panel', 'Referrals')
        wait(lambda: next((n for n in find_all(panel, 'push button')
                           if (n.get_name() or '').startswith('Safe interview')), None),
             'the referral among those of the case')

    def locks(self):
        """Locking shows the unlock page"""
        self.window.do('win.lock')
        self.window.entry('Folder of the vault')
        wait(lambda: self.window.find('list', 'Pages') is None and
             not any(n.get_name() == 'Safe interview' for n in find_all(self.window.app)),
             'the workspace to be gone, from the accessibility tree too')

    def adds_user(self):
        """The supervisor adds a second user from the command line"""
        self.window.kill()
        self.run_cli('user', 'add', self.vault, '--user', ANA[0], '--name', LUZ[0], '--role',
                     'caseworker', '--passphrase-fd', '@FD', '--new-passphrase-fd', '@FD',
                     passphrases=(ANA[1], LUZ[1]))

    def second_user(self):
        """The second user unlocks in the window"""
        w = self.window = Window(self.program, str(self.vault), log=self.log)
        w.type('User', LUZ[0])
        w.type('Passphrase', LUZ[1])
        w.click('Unlock')
        w.get('list', 'Pages', seconds=60)

    def sees_no_case(self):
        """The second user, a caseworker, is not shown the case of a colleague"""
        w = self.window
        keys(w, 'key', 'ctrl+2')
        w.get('label', 'No case of yours is open')
        w.do('win.search')
        w.get('label', 'You have no cases yet')
        for n in find_all(w.app, 'label', rows=True):
            if MARK in (n.get_name() or '') or re.match(r'TUM-\d\d-0001-', n.get_name() or ''):
                raise Trouble('the case of the colleague is shown')

    def counts(self):
        """The counts page and amparo-cli say the same numbers"""
        self.window.kill()
        os.chdir(self.vault.parent)
        w = self.window = Window(self.program, str(self.vault), log=self.log)
        w.type('User', ANA[0])
        w.type('Passphrase', ANA[1])
        w.click('Unlock')
        w.get('list', 'Pages', seconds=60)
        w.do('win.export-counts')  # shows the page; nothing to export yet
        w.get('label', 'Persons assisted: 1')
        if not any(n.get_name() == '1' for n in find_all(w.app, 'label', rows=True)):
            raise Trouble('the table does not say 1')
        self.exports(w)
        w.kill()
        cli = self.run_cli('counts', self.vault, '--user', ANA[0], '--unit', 'persons', '--by',
                           'region', '--passphrase-fd', '@FD', passphrases=(ANA[1],))
        referrals = self.run_cli('counts', self.vault, '--user', ANA[0], '--unit', 'referrals',
                                 '--by', 'referral_state', '--passphrase-fd', '@FD',
                                 passphrases=(ANA[1],))
        if 'draft,1,exact' not in referrals:
            raise Trouble(f'the referral is not counted: {referrals}')
        cli = [line for line in cli.splitlines() if not line.startswith('#')]
        if cli[1:] != ['PE-TUM,1,exact', '*,1,exact']:
            raise Trouble(f'the window says 1, the command line {cli}')

    def exports(self, w):
        """Through the file chooser, which is not in the tree in GTK 4.8: Enter in its window takes
        the folder and the name that are offered."""
        w.click('Export…')
        w.click('Save as…')

        def accepted():
            file = next(self.place.glob('purpose/*.xlsx'), None)
            if file is None:
                enter_in_newest(w)
            return file

        file = wait(accepted, 'the exported file')
        if not file.read_bytes().startswith(b'PK'):
            raise Trouble('the exported file is no spreadsheet')

    def leaves_nothing(self):
        """No file of the vault, home, temporary files or log holds the marked name"""
        self.window.kill()
        marks = [m.encode(code) for code in ('utf-8', 'utf-16-le')
                 for m in (MARK, MARK.lower(), MARK.capitalize(), 'Ñahui')]
        (self.place / 'probe').write_text(MARK, encoding='utf-8')
        found = [str(f) for f in self.place.rglob('*') if f.is_file()
                 and any(m in f.read_bytes() for m in marks)]
        if found != [str(self.place / 'probe')]:
            raise Trouble('it is in: ' + ' '.join(found))


STEPS = (Path.creates, Path.records, Path.adds_service, Path.adds_referral, Path.locks,
         Path.adds_user, Path.second_user, Path.sees_no_case, Path.counts, Path.leaves_nothing)


if __name__ == '__main__':
    sys.exit(go(Path, STEPS, 'e2e-failed.png'))

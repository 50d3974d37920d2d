#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A review in Spanish, from outside, as an auditor does it: e2e_review.py AMPARO MAKE-REVIEW-PACK
FOLDER-FOR-PICTURES. She has the program and a file, and no vault."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from e2e_window import Trouble, Window, act, enter_in_newest, find_all, keys, text_of, wait

LOGIN, PASSPHRASE = 'berta', 'ventana azul lluvia camino'
MARK = 'Zvxqwilda'
CODE = frozenset('abcdefghijklmnopqrstuvwxyz234567')


def is_code(text):
    return len(text) == 12 and CODE.issuperset(text)


class Path:
    """The steps, in their order, and what they share."""

    def __init__(self, program, maker, place):
        self.program, self.place = program, place
        self.log = place / 'log' / 'amparo.log'
        made = subprocess.run([maker], capture_output=True, text=True, check=True, timeout=60)
        whole = pathlib.Path(made.stdout.strip())
        # On her machine there is the file alone.
        self.pack = place / 'hers' / 'paquete'
        self.pack.parent.mkdir()
        shutil.copy(whole, self.pack)
        shutil.rmtree(whole.parent)
        self.window = self.code = None

    def opens(self):
        """The pack opens with her name and passphrase, and without a vault"""
        w = self.window = Window(self.program, log=self.log)
        w.click('Revisar un paquete…')
        w.type('Archivo del paquete de revisión', str(self.pack))
        w.type('Usuaria/o', LOGIN)
        w.type('Frase de contraseña', PASSPHRASE)
        w.click('Abrir el paquete')
        w.get('label', 'El registro de actividad de la oficina', seconds=60)
        if w.frame.get_name() != 'Amparo':
            raise Trouble(f'the title of the window says {w.frame.get_name()!r}')

    def compares(self):
        """The head of the log is held against one of another number"""
        w = self.window
        w.type('Número del evento', '41')
        w.type('Huella', '0' * 64)
        w.click('Comparar')
        wait(lambda: any('posterior a este registro' in (n.get_name() or '')
                         for n in find_all(w.app)), 'what is wrong with the head')

    def shown_code(self):
        """Of the record that is open."""
        return next((n.get_name() for n in find_all(self.window.app, 'label')
                     if is_code(n.get_name() or '')), None)

    def draw(self, seed):
        w = self.window
        before = self.shown_code()
        w.type('Semilla', seed)
        w.click('Sortear')
        wait(lambda: any(f'con la semilla {seed}' in (n.get_name() or '')
                         for n in find_all(w.app, None)), 'the sample of that seed')
        return wait(self.shown_code, f'a record after {before}')

    def draws(self):
        """A sample is drawn by its seed, and the same one again"""
        keys(self.window, 'key', 'ctrl+2')
        self.code = self.draw('4711')
        other = self.draw('4712')
        again = self.draw('4711')
        if again != self.code or other == again:
            raise Trouble(f'{self.code}, {other}, {again}')

    def ticks(self):
        """A standard is ticked and remarked, and kill -9 two seconds later loses nothing"""
        w = self.window
        act(w.get('push button', 'Riesgo evaluado en 72 horas: No cumple'))
        w.type('Observación', f'{MARK} sin fecha')
        time.sleep(2)
        w.kill()
        data = pathlib.Path(f'{self.pack}.draft').read_bytes()
        if MARK.encode() in data:
            raise Trouble('the draft can be read by anybody')
        self.opens()
        keys(self.window, 'key', 'ctrl+2')
        wait(lambda: text_of(self.window.entry('Observación')) == f'{MARK} sin fecha',
             'the remark of before')

    def finds(self):
        """A finding is written, with the code of the record"""
        w = self.window
        w.click('Anotar un hallazgo…')
        w.type('Lo que encontró', f'{MARK}: evaluado tarde')
        w.get('label', self.code)

    def saves(self):
        """The findings are signed and saved as one file, which tells nobody anything"""
        w = self.window
        w.click('Firmar y guardar…')
        w.click('Firmar y guardar')
        saved = pathlib.Path('hallazgos.amphallazgos')

        def there():
            enter_in_newest(w)
            return saved.exists() and saved.stat().st_size > 0

        wait(there, 'the file', 40)
        if MARK.encode() in saved.read_bytes() or self.code.encode() in saved.read_bytes():
            raise Trouble('the file can be read by anybody')

    def leaves_nothing(self):
        """Nothing of it is in any other file, and none is in clear"""
        self.window.kill()
        for path in self.place.rglob('*'):
            if path.is_file():
                data = path.read_bytes()
                if MARK.encode() in data or self.code.encode() in data:
                    raise Trouble(f'{path.name} holds what she read or wrote')


STEPS = (Path.opens, Path.compares, Path.draws, Path.ticks, Path.finds, Path.saves, Path.leaves_nothing)


def main():
    program, maker, pictures = (os.path.abspath(a) for a in sys.argv[1:4])
    print(f'1..{len(STEPS)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='amparo-review-') as folder:
        place = pathlib.Path(folder)
        for name, variables in (('home', ('HOME',)), ('run', ('XDG_RUNTIME_DIR',)),
                                ('tmp', ('TMPDIR',)), ('log', ())):
            (place / name).mkdir(mode=0o700)
            for variable in variables:
                os.environ[variable] = str(place / name)
        os.environ['LANG'] = 'es_PE.UTF-8'
        for name in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES'):
            os.environ.pop(name, None)
        path = Path(program, maker, place)
        os.chdir(place)
        for number, step in enumerate(STEPS, 1):
            try:
                step(path)
                print(f'ok {number} - {step.__doc__}', flush=True)
            except Exception as trouble:  # pylint: disable=broad-except
                print(f'not ok {number} - {step.__doc__}\n# {trouble}', flush=True)
                if not isinstance(trouble, Trouble):
                    print('# ' + traceback.format_exc().replace('\n', '\n# '))
                if path.window is not None:
                    path.window.screenshot(pathlib.Path(pictures) / 'review-failed.png')
                    path.window.dump(pathlib.Path(pictures) / 'review-failed.txt')
                    path.window.kill()
                for rest in range(number + 1, len(STEPS) + 1):
                    print(f'not ok {rest} - {STEPS[rest - 1].__doc__} # a step before failed')
                return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())

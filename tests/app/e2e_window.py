# SPDX-License-Identifier: GPL-3.0-or-later
"""The window from outside: starts amparo and uses it through the accessibility tree, as a screen
reader does. Nothing here knows the program's code."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

warnings.simplefilter('ignore', DeprecationWarning)
# The default, 800 ms, is shorter than a slow action on a busy machine.
Atspi.set_timeout(15000, 15000)

PATIENCE = float(os.environ.get('E2E_PATIENCE', '20'))
# GTK 4.8 keeps some 200 rows of a list in the tree; each node is a call over the bus.
ROWS_ARE_MANY = ('tree table', 'table')
# What is below them says nothing more.
LEAVES = ('label', 'image', 'separator', 'scroll bar', 'heading', 'status bar')
ROLES = {'push button': 'button', 'text': 'entry', 'password text': 'entry'}


class Trouble(Exception):
    """A step that did not work; the text says what was waited for."""


def wait(look, what, seconds=None):
    """The first true answer of look(); a widget that vanishes meanwhile is no answer."""
    end = time.monotonic() + (seconds or PATIENCE)
    while True:
        try:
            answer = look()
            if answer:
                return answer
        except GLib.Error:
            pass
        if time.monotonic() > end:
            raise Trouble('waited in vain for ' + what)
        time.sleep(0.05)


def plain(name):
    """GTK 4.8 names a button with a mnemonic '_Save Save'; later versions 'Save'."""
    name = (name or '').replace('_', '')
    half = len(name) // 2
    doubled = len(name) % 2 and name[half] == ' ' and name[:half] == name[half + 1:]
    return name[:half] if doubled else name


def walk(node, depth=0, rows=False):
    yield node, depth
    if (not rows and depth and node.get_role_name() in ROWS_ARE_MANY or
            node.get_role_name() in LEAVES):
        return
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child, depth + 1, rows)


def shown(node):
    """Stack pages that are not the visible one are in the tree too; they have no place."""
    if 'Component' not in node.get_interfaces():
        return True
    try:
        place = node.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return True
    return place.width > 0 and place.height > 0


def find_all(root, role=None, name=None, rows=False):
    for node, _ in walk(root, rows=rows):
        its = node.get_role_name()
        if role is not None and ROLES.get(its, its) != ROLES.get(role, role):
            continue
        if name is not None and plain(node.get_name()) != name:
            continue
        if shown(node):
            yield node


def text_of(node):
    text = node.get_text_iface()
    # get_text (0, -1) gives '' in GTK 4.8.
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ''


def act(node, name=None):
    action = node.get_action_iface()
    if action is None:
        raise Trouble(f'no action on {node.get_role_name()} "{node.get_name()}"')
    names = [Atspi.Action.get_action_name(action, i)
             for i in range(Atspi.Action.get_n_actions(action))]
    if name is not None and name not in names:
        raise Trouble(f'no action {name} among {names}')
    Atspi.Action.do_action(action, names.index(name) if name is not None else 0)


def lines_of(root):
    for node, depth in walk(root):
        place = ''
        if 'Component' in node.get_interfaces():
            try:
                e = node.get_extents(Atspi.CoordType.WINDOW)
                place = f'{e.x},{e.y} {e.width}x{e.height}'
            except GLib.Error:
                pass
        interfaces = ' '.join(i for i in node.get_interfaces()
                              if i in ('Action', 'EditableText', 'Selection', 'Text', 'Value'))
        yield f'{"  " * depth}{node.get_role_name()} {node.get_name()!r} [{interfaces}] {place}'


class Window:
    """One run of the program. All waiting is for something to appear: never for a time."""

    def __init__(self, program, *arguments, log, environment=None):
        self.log = open(log, 'ab')
        self.process = subprocess.Popen(
            [program, *arguments], stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
            # gl-disable: what Mesa loads, it unloads with leaks that no suppression can name.
            env=dict(os.environ, GTK_A11Y='atspi', G_DEBUG='fatal-criticals', GDK_DEBUG='gl-disable',
                     **(environment or {})))
        try:
            self.app = wait(self._application, 'the program on the accessibility bus', 60)
            self.frame = wait(lambda: self.find('frame'), 'the window', 30)
        except Trouble:
            self.kill()
            raise

    def _application(self):
        if self.process.poll() is not None:
            raise Trouble(f'the program ended at its start with {self.process.returncode}')
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            app = desktop.get_child_at_index(i)
            if app and app.get_process_id() == self.process.pid:
                return app
        return None

    def find(self, role=None, name=None, under=None):
        return next(find_all(under or self.app, role, name), None)

    def get(self, role=None, name=None, under=None, seconds=None):
        def look():
            if self.process.poll() is not None:
                raise Trouble(f'the program ended with {self.process.returncode}')
            return self.find(role, name, under)
        return wait(look, f'{role or "anything"} "{name or ""}"', seconds)

    def click(self, name, under=None):
        act(self.get('push button', name, under))

    def entry(self, name, under=None):
        return wait(lambda: next((n for n in find_all(under or self.app, None, name)
                                  if 'EditableText' in n.get_interfaces()), None),
                    f'a field "{name}"')

    def type(self, name, text, under=None):
        node = self.entry(name, under)
        node.get_editable_text_iface().set_text_contents(text)
        wait(lambda: text_of(node) == text, f'"{name}" to hold what was typed')

    def do(self, action):
        """An action of the window, such as win.lock: what its shortcut does."""
        act(self.frame, action)

    def screenshot(self, path):
        subprocess.run(['import', '-window', 'root', str(path)], check=False, timeout=30)

    def dump(self, path):
        pathlib.Path(path).write_text('\n'.join(lines_of(self.app)) + '\n')

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.log.close()

    def close(self):
        """As by Ctrl+Q; how it ended."""
        self.process.terminate()
        try:
            return self.process.wait(20)
        finally:
            self.kill()


def picker(window, field, under=None):
    """The button of a field with codes; its name is 'Field: what is chosen'."""
    return next((n for n in find_all(under or window.app, 'push button')
                 if plain(n.get_name()).startswith(field + ': ')), None)


def surfaces(window):
    """The windows of the program for the X server, oldest first."""
    ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)],
                         capture_output=True, text=True, check=False, timeout=30).stdout.split()
    return sorted(ids, key=int)


def keys(window, *arguments, focus=True):
    """Real keys. Without a window manager nobody gives the window the focus of the X server."""
    if focus:
        for surface in surfaces(window)[:1]:
            subprocess.run(['xdotool', 'windowfocus', surface], check=False, timeout=30)
    subprocess.run(['xdotool', *arguments], check=True, timeout=30)


def press(window, *names):
    """Real keys in the window that was opened last."""
    for surface in surfaces(window)[-1:]:
        subprocess.run(['xdotool', 'windowfocus', surface], check=False, timeout=30)
    for name in names:
        keys(window, 'key', name, focus=False)
        time.sleep(0.2)


def enter_in_newest(window):
    """Enter in the window that was opened last, such as a file chooser."""
    ids = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)],
                         capture_output=True, text=True, check=False, timeout=30).stdout.split()
    if len(ids) > 1:
        subprocess.run(['xdotool', 'windowfocus', max(ids, key=int)], check=False, timeout=30)
        time.sleep(0.5)
        subprocess.run(['xdotool', 'key', 'Return'], check=False, timeout=30)
        time.sleep(1)


def pick(window, field, choice, under=None, typed=None, several=False):
    """Opens the list of a field, types what is looked for, takes it by Enter. By keys, because rows
    of a list have no action in GTK 4.8. What is typed must be ASCII: xdotool types nothing else
    safely; where the choice is not, typed is a part of it. several: a list to tick in, which is
    still open afterwards."""
    button = wait(lambda: picker(window, field, under), f'a field "{field}" with choices')
    # A dialog is the newest window, until the list of the field is.
    for surface in surfaces(window)[-1:]:
        subprocess.run(['xdotool', 'windowfocus', surface], check=False, timeout=30)
    act(button)
    place = button.get_parent()
    wait(lambda: next(find_all(place, 'list item'), None), f'the list of "{field}"')
    keys(window, 'type', typed or choice, focus=False)
    wait(lambda: next(find_all(place, "list item", choice), None),
         f'"{choice}" in the list of "{field}"')
    keys(window, 'key', 'Return', focus=False)
    wait(lambda: choice in plain(button.get_name()), f'"{field}" to say "{choice}"')
    if several:
        keys(window, 'key', 'Escape', focus=False)
    wait(lambda: next(find_all(place, 'list item'), None) is None, f'the list of "{field}" to close')


def run_cli(cli, log, *arguments, passphrases):
    """Passphrases go in by a descriptor, as a script would give them."""
    read, write = os.pipe()
    os.write(write, ''.join(p + '\n' for p in passphrases).encode())
    os.close(write)
    try:
        words = [str(a).replace('@FD', str(read)) for a in arguments]
        done = subprocess.run([cli, *words], pass_fds=[read], capture_output=True, text=True,
                              timeout=120, check=False)
    finally:
        os.close(read)
    with open(log, 'a', encoding='utf-8') as out:
        out.write(done.stdout + done.stderr)
    if done.returncode != 0:
        raise Trouble(f'amparo-cli {words[0]} ended with {done.returncode}: {done.stderr}')
    return done.stdout


def go(path_class, steps, failed):
    """Walks the steps in a place of their own, and says so in TAP. failed: name of the picture of
    what the screen showed. The exit code."""
    program, cli, pictures = sys.argv[1:4]
    print(f'1..{len(steps)}', flush=True)
    with tempfile.TemporaryDirectory(prefix='amparo-e2e-') as folder:
        place = pathlib.Path(folder)
        for name, variable in (('home', 'HOME'), ('run', 'XDG_RUNTIME_DIR'), ('tmp', 'TMPDIR'),
                               ('log', None)):
            (place / name).mkdir(mode=0o700)
            if variable:
                os.environ[variable] = str(place / name)
        path = path_class(os.path.abspath(program), os.path.abspath(cli), place)
        for number, step in enumerate(steps, 1):
            try:
                step(path)
                print(f'ok {number} - {step.__doc__}', flush=True)
            except Exception as trouble:  # pylint: disable=broad-except
                print(f'not ok {number} - {step.__doc__}\n# {trouble}', flush=True)
                if not isinstance(trouble, Trouble):
                    print('# ' + traceback.format_exc().replace('\n', '\n# '))
                if path.window is not None:
                    picture = pathlib.Path(pictures) / failed
                    path.window.screenshot(picture)
                    print(f'# what the screen showed: {picture}')
                    path.window.kill()
                for line in path.log.read_text().splitlines()[-10:] if path.log.exists() else ():
                    print('# ' + line)
                for rest in range(number + 1, len(steps) + 1):
                    print(f'not ok {rest} - {steps[rest - 1].__doc__} # a step before failed')
                return 1
    return 0

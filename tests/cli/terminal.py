#!/usr/bin/env python3
"""tests/cli/terminal.py PROGRAM ARGUMENT... -- LINE...: runs a program at a terminal of its own, types each line when the
prompt is there, prints what the terminal showed, and ends with the program's exit code. Only the standard library."""
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

PROMPT = re.compile(rb"(db\*?> |\.> )$")
ESCAPE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][0-9A-Z]?|\r")
PATIENCE = 30.0  # seconds for a prompt, on a busy machine


def read_until_prompt(terminal, shown):
    """Appends to `shown` what appears up to the next prompt; False at the program's end."""
    begin = len(shown)
    deadline = time.monotonic() + PATIENCE
    while True:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                return False
            if not piece:
                return False
            shown += piece
        elif PROMPT.search(ESCAPE.sub(b"", bytes(shown[begin:]))):
            return True
        if time.monotonic() > deadline:
            sys.stdout.buffer.write(ESCAPE.sub(b"", bytes(shown)))
            sys.exit("no prompt came")


def main():
    split = sys.argv.index("--")
    program, lines = sys.argv[1:split], sys.argv[split + 1 :]
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.environ["NO_COLOR"] = "1"
        os.execvp(program[0], program)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(os.environ.get("COLUMNS", "80")), 0, 0))
    shown = bytearray()
    for line in lines:
        if not read_until_prompt(terminal, shown):
            break
        ends_itself = line[-1:] in ("\x03", "\x04")
        os.write(terminal, line.encode() + (b"" if ends_itself else b"\r"))
    while read_until_prompt(terminal, shown):
        os.write(terminal, b"\x04")
    sys.stdout.buffer.write(ESCAPE.sub(b"", bytes(shown)))
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


main()

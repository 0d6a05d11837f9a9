"""What the tests of tutorials share: their commands, typed as they stand into one shell."""

import os
import pathlib
import re
import subprocess
import tempfile
import threading
import unittest

ROOT = pathlib.Path(os.environ["MILLRACE"]).resolve().parent
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
END = "tutorial-block-ended"
BLOCK_SECONDS_MAX = 300


def blocks_of(name):
    return BLOCK.findall((ROOT / "docs/tutorials" / f"{name}.md").read_text())


class Shell:
    """A bash without a profile, which gives up on a block that does not end."""

    def __init__(self, folder):
        own = ("AWS_", "PYICEBERG_")
        environment = {k: v for k, v in os.environ.items() if not k.startswith(own)}
        self.bash = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, block):
        """What the block printed; each of its commands must succeed."""
        watch = threading.Timer(BLOCK_SECONDS_MAX, self.bash.kill)
        watch.start()
        self.bash.stdin.write(f"trap 'echo failed: $BASH_COMMAND' ERR\n{block}\necho {END}\n")
        self.bash.stdin.flush()
        lines = []
        for line in self.bash.stdout:
            if line.strip() == END:
                break
            lines.append(line)
        else:
            lines.append(f"failed: it did not end in {BLOCK_SECONDS_MAX} s\n")
        watch.cancel()
        said = "".join(lines)
        if "failed: " in said:
            raise AssertionError(f"{block}\nsaid:\n{said}")
        return said

    def close(self):
        self.bash.stdin.close()
        self.bash.wait(10)
        self.bash.stdout.close()


class TutorialCase(unittest.TestCase):
    """A folder that looks like the checkout’s root and is thrown away."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "millrace").symlink_to(ROOT / "millrace")
        home = pathlib.Path(os.environ["MILLRACE_HOME"])
        (self.folder / ".millrace").symlink_to(home.resolve())

    def shell(self, folder=None):
        shell = Shell(folder or self.folder)
        self.addCleanup(shell.close)
        return shell

    def type_all(self, blocks, words=()):
        """What all of them said; `words` of them are replaced, each with another."""
        shell = self.shell()
        said = []
        for block in blocks:
            for word, other in dict(words).items():
                block = block.replace(word, other)
            said.append(shell.type(block))
        return "".join(said)

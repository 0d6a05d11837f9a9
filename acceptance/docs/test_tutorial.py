"""The tutorial's commands, typed as they stand into one shell."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import uuid

ROOT = pathlib.Path(os.environ["MILLRACE"]).resolve().parent
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
END = "tutorial-block-ended"


class Shell:
    """A bash in a folder that looks like the checkout's root and is thrown away."""

    def __init__(self, folder):
        for name in ("millrace", ".millrace"):
            (folder / name).symlink_to(ROOT / name)
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
        self.bash.stdin.write(f"trap 'echo failed: $BASH_COMMAND' ERR\n{block}\necho {END}\n")
        self.bash.stdin.flush()
        lines = []
        for line in self.bash.stdout:
            if line.strip() == END:
                break
            lines.append(line)
        said = "".join(lines)
        if "failed: " in said:
            raise AssertionError(f"{block}\nsaid:\n{said}")
        return said

    def close(self):
        self.bash.stdin.close()
        self.bash.wait(10)
        self.bash.stdout.close()


class Tutorial(unittest.TestCase):
    def test_given_the_tutorial_when_typed_then_a_column_is_hidden(self):
        text = (ROOT / "docs/tutorial.md").read_text()
        start, *blocks = BLOCK.findall(text)
        self.assertEqual(start, "npm start -- --empty\n")
        self.assertIn("./millrace account create desk ", blocks[0])
        name = f"desk-{uuid.uuid4().hex[:8]}"
        with tempfile.TemporaryDirectory() as folder:
            shell = Shell(pathlib.Path(folder))
            self.addCleanup(shell.close)
            said = ""
            for block in blocks:
                pair = ":".join(said.split()[-2:])
                own = block.replace("create desk", f"create {name}")
                own = own.replace("env desk-admin", f"env {name}-admin")
                said = shell.type(own.replace("KEY:SECRET", pair))

        self.assertIn("day: string", said)
        self.assertIn("size: int64", said)
        self.assertNotIn("desk", said)

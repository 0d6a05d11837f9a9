import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from notebook_case import MILLRACE, NotebookCase

ROOT = pathlib.Path(MILLRACE).parent
BROWSER_SECONDS = 400
PASSWORD = "correct horse battery staple"
PERSON = ["millrace:OpenNotebook", "sts:AssumeRole"]


@unittest.skipUnless(os.path.exists("/usr/bin/chromium"), "there is no Chromium on this host")
class FromTheButtonToACell(NotebookCase):
    def test_given_a_person_when_they_open_jupyterlab_then_a_cell_runs_as_their_role(self):
        account = self.account
        iam = account.aws.client("iam")
        allowed = {"Effect": "Allow", "Action": PERSON, "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        iam.create_user(UserName="quant")
        iam.put_user_policy(UserName="quant", PolicyName="own", PolicyDocument=policy)
        iam.create_login_profile(UserName="quant", Password=PASSWORD)
        with tempfile.TemporaryDirectory() as directory:
            command = [
                ROOT / "node_modules/.bin/node",
                pathlib.Path(__file__).with_name("browser.mjs"),
                account.livy_url().removesuffix("/livy"),
                account.id,
                "quant",
                PASSWORD,
                os.path.join(directory, "lab.png"),
            ]
            done = subprocess.run(command, capture_output=True, text=True, timeout=BROWSER_SECONDS)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads(done.stdout)
        self.assertIn("assumed-role/research/quant", seen["shown"])
        self.assertEqual(seen["refused"], [])


if __name__ == "__main__":
    unittest.main()

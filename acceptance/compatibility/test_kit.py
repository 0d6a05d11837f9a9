"""
Iceberg's REST compatibility kit: the tests of the reference implementation's catalog, sent to this
platform. Each test of the kit is one here; what may be skipped is named.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

import boto3

HERE = pathlib.Path(__file__).resolve().parent
KEPT = HERE.parent.parent / ".millrace" / "compatibility-kit"
SECONDS_MAX = 600
TESTS = {"KitOfTables": 106, "KitOfViews": 51}
# What no S3 catalog of ours has: a namespace without a name, and a slash within a name.
SKIPPED = {
    "KitOfTables": {
        "createAndDropEmptyNamespace()",
        "listTablesInEmptyNamespace()",
        "namespacePropertiesOnEmptyNamespace()",
        "listNamespacesWithEmptyNamespace()",
        "testNamespaceWithSlash()",
        "testTableNameWithSlash()",
        "createTableInUniqueLocation()",  # The kit switches it off by itself.
    },
    "KitOfViews": {"listViewsInEmptyNamespace()"},
}


def jars():
    """The kit's jars, as Maven finds them, with the checksums that they had here."""
    wanted = dict(
        reversed(line.split("  ")) for line in (HERE / "jars.sha256").read_text().splitlines()
    )
    KEPT.mkdir(parents=True, exist_ok=True)
    if any(digest(KEPT / name) != sha256 for name, sha256 in wanted.items()):
        command = ["mvn", "--batch-mode", "--quiet", "-f", str(HERE / "pom.xml")]
        command += ["dependency:copy-dependencies", f"-DoutputDirectory={KEPT}"]
        # Even a quiet Maven writes colours, and the last line of this output is for the counts.
        said = {"stdout": sys.stderr, "check": True, "timeout": SECONDS_MAX}
        subprocess.run([*command, "-Dmdep.overWriteReleases=true"], **said)
    for name, sha256 in wanted.items():
        if digest(KEPT / name) != sha256:
            raise ValueError(f"{name} is not the file that this was written for")
    return [str(KEPT / name) for name in sorted(wanted)]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None


def account(name):
    """An account of its own, for the kit expects an empty catalog; its key, and its bucket."""
    millrace = [os.environ["MILLRACE"]]
    run = {"check": True, "capture_output": True, "text": True}
    subprocess.run([*millrace, "account", "create", name, "--json"], **run)
    session = boto3.Session(profile_name=f"{name}-admin")
    me = session.client("sts").get_caller_identity()
    lake = session.client("lakeformation")
    admins = [{"DataLakePrincipalIdentifier": me["Arn"]}]
    lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": admins})
    lake.grant_permissions(
        Principal={"DataLakePrincipalIdentifier": me["Arn"]},
        Resource={"Catalog": {}},
        Permissions=["CREATE_DATABASE"],
    )
    bucket = f"kit-{me['Account']}"
    session.client("s3").create_bucket(Bucket=bucket)
    return me["Account"], session.get_credentials(), f"s3://{bucket}/asked"


def settings(name):
    warehouse, key, place = account(name)
    uri = os.environ["PYICEBERG_CATALOG__LAKE__URI"]
    return {
        "rck.local": "false",
        "rck.requires-namespace-create": "true",
        "rck.supports-names-with-dot": "true",
        "kit.place": place,
        "uri": uri,
        "warehouse": warehouse,
        "credential": f"{key.access_key}:{key.secret_key}",
        "oauth2-server-uri": f"{uri}/v1/oauth/tokens",
        "client.region": "us-east-1",
        "s3.path-style-access": "true",
        "s3.endpoint": uri.removesuffix("/iceberg"),
        "header.X-Iceberg-Access-Delegation": "vended-credentials",
    }


def results(kit):
    """Runs one class of the kit; answers each test's outcome by name."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="compatibility kit "))
    try:
        path = os.pathsep.join([str(directory / "classes"), *jars()])
        sources = [str(source) for source in sorted(HERE.glob("*.java"))]
        compiled = ["javac", "-cp", path, "-d", str(directory / "classes"), *sources]
        subprocess.run(compiled, check=True, timeout=SECONDS_MAX)
        given = [f"-D{name}={value}" for name, value in settings(kit.lower()).items()]
        launcher = "org.junit.platform.console.ConsoleLauncher"
        command = ["java", "-Xmx768m", "-cp", path, *given, launcher, "execute", "--details=none"]
        command += ["--disable-banner", f"--reports-dir={directory}", f"--select-class={kit}"]
        ran = subprocess.run(
            command, cwd=directory, capture_output=True, text=True, timeout=SECONDS_MAX
        )
        reports = list(directory.glob("TEST-*.xml"))
        cases = [case for report in reports for case in xml.parse(report).iter("testcase")]
        if not cases:
            raise ValueError(f"the kit did not run: {ran.stdout}{ran.stderr}")
        return {named(case): outcome(case) for case in cases}
    finally:
        shutil.rmtree(directory)


def named(case):
    """A name, and which of its values a test was given."""
    return case.get("name")


def outcome(case):
    for kind in ("failure", "error"):
        if (found := case.find(kind)) is not None:
            return ("failed", found.get("message") or found.text)
    return ("passed", "") if case.find("skipped") is None else ("skipped", "")


class Kit(unittest.TestCase):
    """One test of the kit, which has run already."""

    def __init__(self, method="runTest", kit="", name="", found=("failed", "never run")):
        super().__init__(method)
        self.kit, self.name, self.found = kit, name, found

    def id(self):
        return f"{self.kit}.{self.name}"

    __str__ = id

    def runTest(self):
        state, said = self.found
        if state == "skipped":
            self.assertIn(self.name, SKIPPED[self.kit])
            self.skipTest("not of this catalog")
        self.assertEqual("passed", state, said)


class Whole(unittest.TestCase):
    """The kit has not shrunk, and skips what is named here and no more."""

    def __init__(self, method="runTest", kit="", found=()):
        super().__init__(method)
        self.kit, self.found = kit, found

    def runTest(self):
        skipped = {name for name, (state, _) in self.found.items() if state == "skipped"}
        self.assertEqual(SKIPPED[self.kit], skipped)
        self.assertEqual(TESTS[self.kit], len(self.found))


def load_tests(_loader, _standard, _pattern):
    suite = unittest.TestSuite()
    for kit in TESTS:
        found = results(kit)
        suite.addTests(Kit(kit=kit, name=name, found=one) for name, one in sorted(found.items()))
        suite.addTest(Whole(kit=kit, found=found))
    return suite

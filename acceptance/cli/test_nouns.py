import json
import os
import subprocess
import unittest
import uuid

import boto3

NOUNS = [
    *("role", "tag", "grant", "dataset", "vendor", "feed", "quarantine"),
    *("trial", "pipeline", "cluster", "audit"),
]


def millrace(*words, profile=None, given=None):
    """The command's exit code and what it printed on both outputs."""
    environment = {**os.environ, **({"AWS_PROFILE": profile} if profile else {})}
    done = subprocess.run(
        [os.environ["MILLRACE"], *words],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


class Nouns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        code, out, err = millrace("account", "create", f"cli-{uuid.uuid4().hex[:8]}", "--json")
        assert code == 0, err
        made = json.loads(out)
        cls.profile = made["profile"]
        admin = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{made['accountId']}:user/admin"}
        lake = boto3.Session(profile_name=cls.profile).client("lakeformation")
        lake.put_data_lake_settings(DataLakeSettings={"DataLakeAdmins": [admin]})

    def run_json(self, *words):
        code, out, err = millrace(*words, "--json", profile=self.profile)
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def test_given_every_noun_when_listed_then_its_json_is_a_list(self):
        for noun in NOUNS:
            with self.subTest(noun):
                self.assertIsInstance(self.run_json(noun, "list"), list)

    def test_given_a_change_when_it_is_tried_then_nothing_of_it_stays(self):
        change = {
            "operation": "CreateLFTag",
            "input": {"TagKey": "tried", "TagValues": ["a"]},
        }
        code, out, err = millrace(
            *("grant", "what-if", "--file", "-", "--json"),
            profile=self.profile,
            given=json.dumps(change),
        )

        self.assertEqual(code, 0, err)
        self.assertEqual(json.loads(out)["effects"], [])
        lake = boto3.Session(profile_name=self.profile).client("lakeformation")
        self.assertEqual(lake.list_lf_tags()["LFTags"], [])

    def test_given_json_when_a_token_is_asked_for_then_it_is_json(self):
        self.assertEqual(list(self.run_json("token", self.profile)), ["token"])

    def test_given_an_empty_list_when_shown_then_none(self):
        code, out, err = millrace("trial", "list", profile=self.profile)
        self.assertEqual((code, out), (0, "none\n"), err)

    def test_given_a_vendor_when_entered_from_a_file_then_it_is_shown_and_listed(self):
        request = json.dumps({"name": "Acme Flights", "contacts": []})
        words = ("vendor", "create", "--file", "-", "--json")
        code, out, err = millrace(*words, profile=self.profile, given=request)
        self.assertEqual(code, 0, err)
        made = json.loads(out)["id"]

        listed = self.run_json("vendor", "list")
        shown = self.run_json("vendor", "show", made)

        self.assertEqual([one["id"] for one in listed], [made])
        self.assertEqual(shown["name"], "Acme Flights")

    def test_given_a_file_with_an_unknown_member_when_entered_then_it_is_named(self):
        given = json.dumps({"name": "Acme", "colour": "red"})
        words = ("vendor", "create", "--file", "-")
        code, out, err = millrace(*words, profile=self.profile, given=given)
        self.assertEqual((code, out), (1, ""))
        self.assertIn('"colour"', err)

    def test_given_more_than_the_limit_when_listed_then_it_says_so(self):
        code, out, err = millrace("audit", "list", "--limit", "1", profile=self.profile)
        self.assertEqual((code, len(out.splitlines())), (0, 1))
        self.assertIn("--limit", err)

    def test_given_what_is_not_there_when_shown_then_one_line_and_exit_1(self):
        for words in ("trial show none", "dataset show no.such", "dataset show x"):
            code, out, err = millrace(*words.split(), profile=self.profile)
            self.assertEqual((code, out, len(err.splitlines())), (1, "", 1), err)

    def test_given_wrong_usage_when_called_then_exit_2(self):
        for words in ("trial", "trial show", "dataset list --no-such", "nonsense"):
            code, out, _ = millrace(*words.split(), profile=self.profile)
            self.assertEqual((code, out), (2, ""), words)

    def test_given_an_unknown_profile_when_called_then_those_known_are_named(self):
        code, _, err = millrace("tag", "list", "--profile", "nobody")
        self.assertEqual(code, 1)
        self.assertIn(self.profile, err)

import datetime

from iam_case import IamCase, allow, document, trust


class Sessions(IamCase):
    def assume(self, sts, arn, **options):
        return sts.assume_role(RoleArn=arn, RoleSessionName="work", **options)

    def test_given_a_role_when_assumed_then_its_session_is_somebody_of_its_own(self):
        name, arn = self.make_role(f"arn:aws:iam::{self.account}:root", allow("iam:ListUsers"))

        answer = self.assume(self.sts, arn, DurationSeconds=900)
        own = self.client("sts", answer["Credentials"]).get_caller_identity()

        self.assertEqual(own["Arn"], f"arn:aws:sts::{self.account}:assumed-role/{name}/work")
        self.assertEqual(answer["AssumedRoleUser"]["Arn"], own["Arn"])
        self.assertEqual(answer["AssumedRoleUser"]["AssumedRoleId"], own["UserId"])
        left = answer["Credentials"]["Expiration"] - datetime.datetime.now(datetime.UTC)
        self.assertTrue(840 < left.total_seconds() <= 900)
        iam = self.client("iam", answer["Credentials"])
        self.assertTrue(iam.list_users()["Users"])
        self.refused("AccessDenied", 403, iam.list_roles)

    def test_given_a_session_policy_when_assumed_then_only_what_both_allow_is_left(self):
        root = f"arn:aws:iam::{self.account}:root"
        _, arn = self.make_role(root, allow(["iam:ListUsers", "iam:ListRoles"]))

        policy = document(allow(["iam:ListUsers", "iam:CreateUser"]))
        keys = self.assume(self.sts, arn, Policy=policy)["Credentials"]

        iam = self.client("iam", keys)
        self.assertTrue(iam.list_users()["Users"])
        self.refused("AccessDenied", 403, iam.list_roles)
        self.refused("AccessDenied", 403, iam.create_user, UserName="not-mine")

    def test_given_session_tags_when_trust_does_not_allow_them_then_they_are_refused(self):
        root = f"arn:aws:iam::{self.account}:root"
        name, arn = self.make_role(root, allow("iam:ListUsers"))
        tags = [{"Key": "team", "Value": "equities"}]
        self.refused(
            "AccessDenied", 403, self.sts.assume_role,
            RoleArn=arn, RoleSessionName="work", Tags=tags,
        )  # fmt: skip

        both = {
            "Effect": "Allow",
            "Principal": {"AWS": root},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
        }
        self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=document(both))
        condition = {"StringEquals": {"aws:PrincipalTag/team": "equities"}}
        self.iam.put_role_policy(
            RoleName=name,
            PolicyName="own",
            PolicyDocument=document(allow("iam:ListUsers", Condition=condition)),
        )

        tagged = self.client("iam", self.assume(self.sts, arn, Tags=tags)["Credentials"])
        plain = self.client("iam", self.assume(self.sts, arn)["Credentials"])
        self.assertTrue(tagged.list_users()["Users"])
        self.refused("AccessDenied", 403, plain.list_users)

    def test_given_times_out_of_bounds_when_assumed_then_they_are_refused(self):
        _, arn = self.make_role(f"arn:aws:iam::{self.account}:root")
        for seconds in (3601, 43201):
            self.refused(
                "ValidationError", 400, self.sts.assume_role,
                RoleArn=arn, RoleSessionName="work", DurationSeconds=seconds,
            )  # fmt: skip

    def test_given_no_trust_when_assumed_then_denied_as_if_the_role_were_not(self):
        _, keys = self.make_user(allow("sts:AssumeRole"))
        _, arn = self.make_role(f"arn:aws:iam::{self.account}:user/admin")
        sts = self.client("sts", keys)

        for asked in (arn, f"arn:aws:iam::{self.account}:role/none"):
            self.refused(
                "AccessDenied", 403, sts.assume_role, RoleArn=asked, RoleSessionName="work"
            )

    def test_given_another_account_when_both_sides_allow_then_it_assumes(self):
        other = type("Other", (IamCase,), {})
        other.setUpClass()
        name, arn = self.make_role(f"arn:aws:iam::{other.account}:root", allow("iam:ListUsers"))

        keys = self.assume(other.sts, arn)["Credentials"]

        self.assertTrue(self.client("iam", keys).list_users()["Users"])
        own = trust(f"arn:aws:iam::{self.account}:root")
        self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=own)
        self.refused(
            "AccessDenied", 403, other.sts.assume_role, RoleArn=arn, RoleSessionName="work"
        )

    def test_given_a_users_own_session_when_used_then_it_is_the_user(self):
        name, keys = self.make_user(allow("iam:ListUsers"))

        own = self.client("sts", keys).get_session_token(DurationSeconds=900)["Credentials"]

        caller = self.client("sts", own).get_caller_identity()
        self.assertEqual(caller["Arn"], f"arn:aws:iam::{self.account}:user/{name}")

    def test_given_a_token_that_was_changed_when_used_then_it_is_refused(self):
        _, arn = self.make_role(f"arn:aws:iam::{self.account}:root", allow("iam:ListUsers"))
        keys = self.assume(self.sts, arn)["Credentials"]
        token = keys["SessionToken"]
        at = len(token) // 2
        swapped = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]

        for wrong in (swapped, token[:-4], token + "AAAA", "AAAA"):
            sts = self.client("sts", {**keys, "SessionToken": wrong})
            self.refused("InvalidClientTokenId", 403, sts.get_caller_identity)
        without = self.client("sts", {**keys, "SessionToken": None})
        self.refused("InvalidClientTokenId", 403, without.get_caller_identity)

    def test_given_a_wrong_secret_when_used_then_the_signature_does_not_match(self):
        _, keys = self.make_user()
        sts = self.client("sts", {**keys, "SecretAccessKey": "x" * 40})
        self.refused("SignatureDoesNotMatch", 403, sts.get_caller_identity)

    def test_given_a_role_when_deleted_then_its_sessions_end(self):
        name, arn = self.make_role(f"arn:aws:iam::{self.account}:root")
        sts = self.client("sts", self.assume(self.sts, arn)["Credentials"])
        sts.get_caller_identity()

        self.iam.delete_role(RoleName=name)

        self.refused("InvalidClientTokenId", 403, sts.get_caller_identity)

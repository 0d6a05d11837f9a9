import json

from iam_case import IamCase, allow, document, trust

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


class Users(IamCase):
    def test_given_a_user_when_made_read_listed_and_deleted_then_each_answers(self):
        made = self.iam.create_user(UserName="Ada")["User"]
        found = self.iam.get_user(UserName="Ada")["User"]
        pages = self.iam.get_paginator("list_users").paginate(PaginationConfig={"PageSize": 1})
        names = [user["UserName"] for page in pages for user in page["Users"]]

        self.assertEqual(made["Arn"], f"arn:aws:iam::{self.account}:user/Ada")
        self.assertEqual(found["UserId"], made["UserId"])
        self.assertEqual(sorted(names), names)
        self.assertEqual({"Ada", "admin"} - set(names), set())
        self.refused("EntityAlreadyExists", 409, self.iam.create_user, UserName="Ada")
        self.iam.delete_user(UserName="Ada")
        self.refused("NoSuchEntity", 404, self.iam.get_user, UserName="Ada")
        self.refused("NoSuchEntity", 404, self.iam.delete_user, UserName="Ada")

    def test_given_names_that_aws_refuses_when_made_then_they_are_refused(self):
        for name in ("a b", "x" * 65, "a/b"):
            self.refused("ValidationError", 400, self.iam.create_user, UserName=name)

    def test_given_a_user_with_keys_when_deleted_then_its_parts_go_first(self):
        name, keys = self.make_user(allow("iam:GetUser"))

        self.refused("DeleteConflict", 409, self.iam.delete_user, UserName=name)
        self.iam.delete_access_key(UserName=name, AccessKeyId=keys["AccessKeyId"])
        self.refused("DeleteConflict", 409, self.iam.delete_user, UserName=name)
        self.iam.delete_user_policy(UserName=name, PolicyName="own")
        self.iam.delete_user(UserName=name)

    def test_given_access_keys_when_a_third_is_made_then_two_are_the_limit(self):
        name, first = self.make_user()
        second = self.iam.create_access_key(UserName=name)["AccessKey"]

        listed = self.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]

        ids = {key["AccessKeyId"] for key in listed}
        self.assertEqual(ids, {first["AccessKeyId"], second["AccessKeyId"]})
        self.assertTrue(all("SecretAccessKey" not in key for key in listed))
        self.refused("LimitExceeded", 409, self.iam.create_access_key, UserName=name)

    def test_given_a_key_when_deleted_then_the_next_call_is_refused(self):
        name, keys = self.make_user()
        sts = self.client("sts", keys)
        self.assertEqual(sts.get_caller_identity()["Arn"].split("/")[-1], name)

        self.iam.delete_access_key(UserName=name, AccessKeyId=keys["AccessKeyId"])

        self.refused("InvalidClientTokenId", 403, sts.get_caller_identity)

    def test_given_inline_policies_when_put_read_and_deleted_then_the_user_can_or_cannot(self):
        name, keys = self.make_user()
        own = self.client("iam", keys)
        self.refused("AccessDenied", 403, own.get_user)

        text = document(allow("iam:GetUser", f"arn:aws:iam::{self.account}:user/{name}"))
        self.iam.put_user_policy(UserName=name, PolicyName="self", PolicyDocument=text)
        found = self.iam.get_user_policy(UserName=name, PolicyName="self")

        self.assertEqual(found["PolicyDocument"], json.loads(text))
        self.assertEqual(self.iam.list_user_policies(UserName=name)["PolicyNames"], ["self"])
        self.assertEqual(own.get_user()["User"]["UserName"], name)
        self.refused("AccessDenied", 403, own.get_user, UserName="admin")
        self.iam.delete_user_policy(UserName=name, PolicyName="self")
        self.refused("AccessDenied", 403, own.get_user)

    def test_given_managed_policies_when_attached_and_detached_then_they_hold(self):
        name, keys = self.make_user()
        own = self.client("iam", keys)

        self.iam.attach_user_policy(UserName=name, PolicyArn=READ_ONLY)
        self.iam.attach_user_policy(UserName=name, PolicyArn=READ_ONLY)

        attached = self.iam.list_attached_user_policies(UserName=name)["AttachedPolicies"]
        self.assertEqual([policy["PolicyArn"] for policy in attached], [READ_ONLY])
        self.assertTrue(own.list_users()["Users"])
        self.refused("AccessDenied", 403, own.create_user, UserName="not-mine")
        self.iam.detach_user_policy(UserName=name, PolicyArn=READ_ONLY)
        self.refused("AccessDenied", 403, own.list_users)
        detach = {"UserName": name, "PolicyArn": READ_ONLY}
        self.refused("NoSuchEntity", 404, self.iam.detach_user_policy, **detach)
        unknown = {"UserName": name, "PolicyArn": "arn:aws:iam::aws:policy/NoSuchThing"}
        self.refused("NoSuchEntity", 404, self.iam.attach_user_policy, **unknown)

    def test_given_what_is_no_policy_when_put_then_it_is_malformed(self):
        name, _ = self.make_user()
        for text in ("{", "{}", document({"Effect": "Maybe", "Action": "*", "Resource": "*"})):
            arguments = {"UserName": name, "PolicyName": "bad", "PolicyDocument": text}
            self.refused("MalformedPolicyDocument", 400, self.iam.put_user_policy, **arguments)
        self.assertEqual(self.iam.list_user_policies(UserName=name)["PolicyNames"], [])


class Roles(IamCase):
    def test_given_a_role_when_made_read_listed_and_deleted_then_each_answers(self):
        name, arn = self.make_role(f"arn:aws:iam::{self.account}:root", allow("s3:*"))

        found = self.iam.get_role(RoleName=name)["Role"]
        listed = [role["RoleName"] for role in self.iam.list_roles()["Roles"]]
        policy = self.iam.get_role_policy(RoleName=name, PolicyName="own")["PolicyDocument"]

        self.assertEqual((found["Arn"], found["MaxSessionDuration"]), (arn, 3600))
        principal = found["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]
        self.assertEqual(principal, {"AWS": f"arn:aws:iam::{self.account}:root"})
        self.assertIn(name, listed)
        self.assertEqual(policy["Statement"], [allow("s3:*")])
        self.assertEqual(self.iam.list_role_policies(RoleName=name)["PolicyNames"], ["own"])
        self.refused("DeleteConflict", 409, self.iam.delete_role, RoleName=name)
        self.iam.delete_role_policy(RoleName=name, PolicyName="own")
        self.iam.attach_role_policy(RoleName=name, PolicyArn=ADMINISTRATOR)
        self.refused("DeleteConflict", 409, self.iam.delete_role, RoleName=name)
        self.iam.detach_role_policy(RoleName=name, PolicyArn=ADMINISTRATOR)
        self.iam.delete_role(RoleName=name)
        self.refused("NoSuchEntity", 404, self.iam.get_role, RoleName=name)

    def test_given_a_trust_that_names_nobody_when_made_then_it_is_malformed(self):
        for text in ("[]", document({"Effect": "Allow", "Action": "sts:AssumeRole"})):
            arguments = {"RoleName": "nobody", "AssumeRolePolicyDocument": text}
            self.refused("MalformedPolicyDocument", 400, self.iam.create_role, **arguments)

    def test_given_another_account_when_it_asks_for_this_ones_users_then_it_sees_its_own(self):
        name, _ = self.make_user()
        other = type("Other", (IamCase,), {})
        other.setUpClass()

        names = [user["UserName"] for user in other.iam.list_users()["Users"]]

        self.assertEqual(names, ["admin"])
        self.refused("NoSuchEntity", 404, other.iam.get_user, UserName=name)

    def test_given_what_is_not_served_when_asked_then_it_says_so(self):
        arguments = {"SAMLMetadataDocument": "x" * 1000, "Name": "corporate"}
        said = self.refused("InvalidAction", 400, self.iam.create_saml_provider, **arguments)
        self.assertIn("CreateSAMLProvider", said)

    def test_given_a_role_when_its_trust_is_changed_then_the_new_one_holds(self):
        user, keys = self.make_user(allow("sts:AssumeRole"))
        name, arn = self.make_role(f"arn:aws:iam::{self.account}:user/admin")
        sts = self.client("sts", keys)
        asked = {"RoleArn": arn, "RoleSessionName": "try"}
        self.refused("AccessDenied", 403, sts.assume_role, **asked)

        mine = trust(f"arn:aws:iam::{self.account}:user/{user}")
        self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=mine)

        self.assertTrue(sts.assume_role(**asked)["Credentials"]["SessionToken"])

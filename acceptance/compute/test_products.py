import uuid

from compute_case import ComputeCase


class Products(ComputeCase):
    def test_given_a_product_when_provisioned_then_its_record_leads_to_a_cluster(self):
        user = self.client_allowed("servicecatalog", "servicecatalog:*")
        product = user.search_products()["ProductViewSummaries"][0]
        parameters = user.describe_provisioning_parameters(ProductId=product["ProductId"])
        keys = [each["ParameterKey"] for each in parameters["ProvisioningArtifactParameters"]]
        artifact = user.describe_product(Id=product["ProductId"])["ProvisioningArtifacts"][0]
        asked = {
            "ProductId": product["ProductId"],
            "ProvisioningArtifactId": artifact["Id"],
            "ProvisionedProductName": f"mine-{uuid.uuid4().hex[:8]}",
            "ProvisionToken": uuid.uuid4().hex,
        }

        record = user.provision_product(**asked)["RecordDetail"]
        again = user.provision_product(**asked)["RecordDetail"]
        done = self.until(lambda: self.record(user, record["RecordId"]), ("SUCCEEDED",))

        self.assertIn("InstanceType", keys)
        self.assertEqual(again["RecordId"], record["RecordId"])
        outputs = {each["OutputKey"]: each["OutputValue"] for each in done["RecordOutputs"]}
        cluster = next(value for value in outputs.values() if value.startswith("j-"))
        found = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]
        self.assertIn(found["Status"]["State"], ("STARTING", "RUNNING", "WAITING"))

        updated = user.update_provisioned_product(
            ProvisionedProductName=asked["ProvisionedProductName"],
            ProductId=asked["ProductId"],
            ProvisioningParameters=[{"Key": "IdleTimeoutMinutes", "Value": "7"}],
            UpdateToken=uuid.uuid4().hex,
        )["RecordDetail"]
        self.assertEqual(updated["RecordType"], "UPDATE_PROVISIONED_PRODUCT")
        policy = self.emr.get_auto_termination_policy(ClusterId=cluster)
        self.assertEqual(policy["AutoTerminationPolicy"]["IdleTimeout"], 420)
        wanted = {"Key": "provisionedproduct", "Value": record["ProvisionedProductId"]}
        history = user.list_record_history(SearchFilter=wanted)["RecordDetails"]
        self.assertEqual(history[0]["RecordId"], updated["RecordId"])
        self.assertEqual(len(history), 2)

        ended = user.terminate_provisioned_product(
            ProvisionedProductName=asked["ProvisionedProductName"],
            TerminateToken=uuid.uuid4().hex,
        )["RecordDetail"]
        self.until(lambda: self.record(user, ended["RecordId"]), ("SUCCEEDED",))
        state = self.emr.describe_cluster(ClusterId=cluster)["Cluster"]["Status"]["State"]
        self.assertIn(state, ("TERMINATING", "TERMINATED"))

    @staticmethod
    def record(client, record):
        answer = client.describe_record(Id=record)
        return answer["RecordDetail"]["Status"], answer

    def test_given_wrong_parameters_when_provisioned_then_refused_with_the_reason(self):
        product = self.catalog.search_products()["ProductViewSummaries"][0]["ProductId"]
        asked = {
            "ProductId": product,
            "ProvisionedProductName": "wrong",
            "ProvisionToken": uuid.uuid4().hex,
        }
        for key, value in (("InstanceType", "p4d.24xlarge"), ("NoSuchKey", "1")):
            parameters = [{"Key": key, "Value": value}]
            said = self.refused(
                "InvalidParametersException",
                self.catalog.provision_product,
                ProvisioningParameters=parameters,
                **asked,
            )
            self.assertIn(key, said)
        self.refused(
            "ResourceNotFoundException",
            self.catalog.provision_product,
            **{**asked, "ProductId": "prod-none"},
        )

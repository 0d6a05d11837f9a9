"""Lake Formation by boto3; numbers are those of the project's case table."""

import unittest

from mesh import Mesh


class Grants(Mesh):
    def test_existence_is_not_told_57(self):
        get = self.analyst.glue.get_table
        known = self.refused("EntityNotFoundException", get, DatabaseName="mkt", Name="trades")
        absent = self.refused("EntityNotFoundException", get, DatabaseName="mkt", Name="nothing")
        self.assertEqual(known.replace("trades", "?"), absent.replace("nothing", "?"))

    def test_columns_30_31(self):
        self.grant(self.lake, self.analyst.arn, self.columns("sym", "px"), "SELECT")
        self.assertEqual(self.seen(self.analyst), ["sym", "px"])
        self.revoke(self.lake, self.analyst.arn, self.columns("sym", "px"), "SELECT")
        self.refused("EntityNotFoundException", self.seen, self.analyst)

    def test_matrix_43_45(self):
        code, who = "InvalidInputException", self.analyst.arn
        database = {"Database": {"Name": "mkt"}}
        self.refused(code, self.grant, self.lake, who, database, "SELECT")
        self.refused(code, self.grant, self.lake, who, self.columns("sym"), "INSERT")

    def test_revoke_of_nothing_156(self):
        code, who = "InvalidInputException", self.analyst.arn
        message = self.refused(code, self.revoke, self.lake, who, self.trades, "INSERT")
        self.assertIn("No permissions revoked", message)

    def test_defaults_are_all_or_nothing_19(self):
        who = {"DataLakePrincipalIdentifier": self.analyst.arn}
        wrong = {"CreateTableDefaultPermissions": [{"Principal": who, "Permissions": ["SELECT"]}]}
        put = self.lake.put_data_lake_settings
        self.refused("InvalidInputException", put, DataLakeSettings=wrong)

    def test_batch_names_what_failed(self):
        principal = {"DataLakePrincipalIdentifier": self.analyst.arn}
        entry = {"Principal": principal, "Resource": {"Database": {"Name": "mkt"}}}
        entries = [
            {**entry, "Id": "good", "Permissions": ["DESCRIBE"]},
            {**entry, "Id": "bad", "Permissions": ["INSERT"]},
        ]
        failures = self.lake.batch_grant_permissions(Entries=entries)["Failures"]
        self.assertEqual([failure["RequestEntry"]["Id"] for failure in failures], ["bad"])


class Tags(Mesh):
    def test_folding_69(self):
        tag = self.lake.get_lf_tag(TagKey="SENS")
        self.assertEqual((tag["TagKey"], tag["TagValues"]), ("sens", ["internal", "restricted"]))

    def test_two_values_72(self):
        pair = {"TagKey": "sens", "TagValues": ["internal", "restricted"]}
        add = self.lake.add_lf_tags_to_resource
        self.refused("InvalidInputException", add, Resource=self.trades, LFTags=[pair])

    def test_share_by_tags_and_column_override(self):
        policy = self.policy(self.owner, sens=["internal"])
        self.tag(self.columns("pnl"), "sens", "restricted")
        both = ["SELECT", "DESCRIBE"]
        self.grant(self.lake, self.consumer, policy, *both, wgo=both)
        self.refused("EntityNotFoundException", self.seen, self.quant)
        self.grant(self.director, self.quant.arn, policy, "SELECT")
        self.assertEqual(self.seen(self.quant), ["sym", "px"])
        tags = self.lake.get_resource_lf_tags(Resource=self.trades)
        own = {column["Name"]: column["LFTags"] for column in tags["LFTagsOnColumns"]}
        self.assertEqual(own["pnl"][0]["TagValues"], ["restricted"])
        # The owner takes the share back: what the account granted on is void at once (177).
        self.revoke(self.lake, self.consumer, policy, "SELECT", "DESCRIBE")
        self.refused("EntityNotFoundException", self.seen, self.quant)

    def test_recipient_cannot_pass_it_on_175(self):
        self.grant(self.lake, self.consumer, self.trades, "SELECT", wgo=["SELECT"])
        other = "arn:aws:iam::999999999999:user/x"
        code = "InvalidInputException"
        self.refused(code, self.grant, self.director, other, self.trades, "SELECT")
        self.revoke(self.lake, self.consumer, self.trades, "SELECT")


class Filters(Mesh):
    def name(self, **more):
        return {"TableCatalogId": self.owner, "DatabaseName": "mkt", "TableName": "trades", **more}

    def test_predicates_136(self):
        for text in ("px > pnl", "upper(sym) = 'A'", "px = 'text'"):
            row_filter = {"FilterExpression": text}
            data = self.name(Name="bad", RowFilter=row_filter, ColumnWildcard={})
            create = self.lake.create_data_cells_filter
            self.refused("InvalidInputException", create, TableData=data)

    def test_a_filter_in_use_stays_142(self):
        row_filter = {"FilterExpression": "sym = 'US'"}
        data = self.name(Name="us", RowFilter=row_filter, ColumnNames=["sym", "px"])
        self.lake.create_data_cells_filter(TableData=data)
        self.refused("AlreadyExistsException", self.lake.create_data_cells_filter, TableData=data)
        resource = {"DataCellsFilter": self.name(Name="us")}
        self.grant(self.lake, self.analyst.arn, resource, "SELECT")
        self.assertEqual(self.seen(self.analyst), ["sym", "px"])
        delete = self.lake.delete_data_cells_filter
        self.refused("InvalidInputException", delete, **self.name(Name="us"))
        self.revoke(self.lake, self.analyst.arn, resource, "SELECT")
        delete(**self.name(Name="us"))


if __name__ == "__main__":
    unittest.main()

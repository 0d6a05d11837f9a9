from story_case import LAKE, PYTHON, StoryCase

ROWS = 336_776
COLUMNS = """
import json
from pyiceberg.catalog import load_catalog
flights = load_catalog('lake').load_table('mobility.flights')
print(json.dumps([field.name for field in flights.schema().fields]))
"""
COUNT_BY_PYICEBERG = """
import json
from pyiceberg.catalog import load_catalog
flights = load_catalog('lake').load_table('mobility.flights')
rows = flights.scan(selected_fields=('carrier',)).to_arrow()
print(json.dumps(rows.num_rows))
"""
COUNT_BY_DUCKDB = """
import json
from pyiceberg.catalog import load_catalog
scan = load_catalog('lake').load_table('mobility.flights').scan(selected_fields=('carrier',))
found = scan.to_duckdb('flights').sql('SELECT count(*), count(DISTINCT carrier) FROM flights')
print(json.dumps(found.fetchone()))
"""
LIVY = """
import base64, boto3, json, time, urllib.request
session = boto3.Session()
keys = session.get_credentials()
url = session._session.get_scoped_config()['endpoint_url'] + '/livy'
pair = base64.b64encode(f'{keys.access_key}:{keys.secret_key}'.encode()).decode()
def ask(method, path, body=None):
    headers = {'Authorization': 'Basic ' + pair, 'Content-Type': 'application/json'}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + path, data, headers, method=method)
    return json.load(urllib.request.urlopen(request, timeout=60))
def until(path, *states):
    for _ in range(1500):
        found = ask('GET', path)
        if found['state'] in states:
            return found
        time.sleep(0.1)
    raise SystemExit(f'{path} is {found}')
made = f"/sessions/{ask('POST', '/sessions', {'kind': 'pyspark'})['id']}"
until(made, 'idle')
posted = ask('POST', made + '/statements', {'code': CODE})
output = until(f"{made}/statements/{posted['id']}", 'available')['output']
ask('DELETE', made)
print(json.dumps(output))
"""


def livy(code):
    return f"CODE = {code!r}\n{LIVY}"


class Quant(StoryCase):
    def test_given_a_shell_when_asked_who_then_quant(self):
        who = self.aws("quant", "sts", "get-caller-identity")
        self.assertEqual(who["Arn"], "arn:aws:iam::444444444444:user/quant")
        code, _, err = self.run_as("quant", "aws", "s3", "ls")
        self.assertEqual(code, 0, err)

    def test_given_glue_when_the_table_is_read_then_tailnum_is_not_there(self):
        words = ("--catalog-id", LAKE, "--database-name", "mobility", "--name", "flights")
        table = self.aws("quant", "glue", "get-table", *words)["Table"]
        names = [column["Name"] for column in table["StorageDescriptor"]["Columns"]]
        self.assertIn("carrier", names)
        self.assertNotIn("tailnum", names)

    def test_given_pyiceberg_and_duckdb_when_they_read_then_every_row_and_no_tailnum(self):
        names = self.python("quant", COLUMNS)
        self.assertIn("arr_delay", names)
        self.assertNotIn("tailnum", names)
        self.assertEqual(self.python("quant", COUNT_BY_PYICEBERG), ROWS)
        self.assertEqual(self.python("quant", COUNT_BY_DUCKDB), [ROWS, 16])

    def test_given_spark_when_it_reads_then_every_row_and_no_tailnum(self):
        code = "flights = spark.table('mobility.flights'); (flights.count(), flights.columns)"
        output = self.python("quant", livy(code))
        self.assertEqual(output["status"], "ok", output)
        said = output["data"]["text/plain"]
        self.assertIn(f"({ROWS}, ", said)
        self.assertNotIn("tailnum", said)
        asked = livy("spark.table('mobility.flights').select('tailnum').show()")
        self.assertEqual(self.python("quant", asked)["status"], "error")

    def test_given_the_base_tables_files_when_quant_asks_then_denied(self):
        words = ("--catalog-id", LAKE, "--database-name", "mobility", "--name", "flights")
        table = self.aws("altdata-producer", "glue", "get-table", *words)["Table"]
        metadata = table["Parameters"]["metadata_location"]
        bucket, _, key = metadata.removeprefix("s3://").partition("/")
        words = ("s3api", "get-object", "--bucket", bucket, "--key", key, "/dev/null")
        self.refused("quant", "AccessDenied", *words)
        self.refused("outsider", "AccessDenied", *words)


class Outsider(StoryCase):
    def test_given_glue_when_the_outsider_asks_then_refused(self):
        words = ("--catalog-id", LAKE, "--database-name", "mobility")
        code, _, err = self.run_as(
            "outsider", "aws", "glue", "get-table", *words, "--name", "flights"
        )
        self.assertNotEqual(code, 0)
        self.assertRegex(err, r"\((AccessDeniedException|EntityNotFoundException)\)")
        code, out, err = self.run_as("outsider", "aws", "glue", "get-tables", *words)
        self.assertTrue(code != 0 or '"TableList": []' in out, out)

    def test_given_pyiceberg_when_the_outsider_asks_then_no_such_table(self):
        code, _, err = self.run_as("outsider", PYTHON, "-c", COLUMNS)
        self.assertNotEqual(code, 0)
        self.assertRegex(err, r"NoSuchTableError|ForbiddenError")

    def test_given_spark_when_the_outsider_asks_then_no_such_table(self):
        output = self.python("outsider", livy("spark.table('mobility.flights').count()"))
        self.assertEqual(output["status"], "error")
        self.assertIn("TABLE_OR_VIEW_NOT_FOUND", output["evalue"])

    def test_given_what_others_have_when_the_outsider_lists_then_nothing_of_it(self):
        words = ("lakeformation", "list-permissions", "--catalog-id", LAKE)
        found = self.aws("outsider", *words)["PrincipalResourcePermissions"]
        self.assertEqual(found, [])
        self.assertEqual(self.aws("outsider", "s3api", "list-buckets")["Buckets"], [])
        self.refused(
            *("outsider", "AccessDeniedException", "lakeformation", "create-lf-tag"),
            *("--catalog-id", LAKE, "--tag-key", "domain", "--tag-values", "stolen"),
        )

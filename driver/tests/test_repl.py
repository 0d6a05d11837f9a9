import datetime
import decimal
import unittest

from session import magics
from session.repl import Repl

PNG = "iVBORw0KGgo="


class Plot:
    def _repr_png_(self):
        return b"\x89PNG\r\n\x1a\n"


class ReplTest(unittest.TestCase):
    def setUp(self):
        self.repl = Repl({})

    def data(self, code):
        output = self.repl.run(code)
        self.assertEqual(output["status"], "ok", output)
        return output["data"]

    def test_print_and_last_value_are_the_text(self):
        self.assertEqual(self.data("print('hello')\n"), {"text/plain": "hello"})
        self.assertEqual(self.data("print('a')\n1 + 1"), {"text/plain": "a\n2"})
        self.assertEqual(self.data("x = 1"), {"text/plain": ""})
        self.assertEqual(self.data(""), {"text/plain": ""})

    def test_names_last_from_statement_to_statement(self):
        self.data("def double(n):\n    return n * 2")
        self.assertEqual(self.data("double(21)"), {"text/plain": "42"})
        self.assertEqual(self.data("_ + 1"), {"text/plain": "43"})

    def test_an_error_has_name_value_and_the_persons_frames_only(self):
        output = self.repl.run("def f():\n    return 1 / 0\nf()")
        self.assertEqual((output["status"], output["ename"]), ("error", "ZeroDivisionError"))
        self.assertEqual(output["evalue"], "division by zero")
        text = "".join(output["traceback"])
        self.assertIn("return 1 / 0", text)
        self.assertNotIn("repl.py", text)

    def test_a_syntax_error_and_an_exit_are_answers_too(self):
        self.assertEqual(self.repl.run("for")["ename"], "SyntaxError")
        self.assertEqual(self.repl.run("import sys; sys.exit(3)")["ename"], "SystemExit")
        self.assertEqual(self.data("1"), {"text/plain": "1"})

    def test_rich_values_keep_their_text(self):
        self.repl.namespace["Plot"] = Plot
        self.assertEqual(self.data("Plot()")["image/png"], PNG)
        self.assertEqual(self.data("display(Plot())\nprint(1)")["image/png"], PNG)

    def test_json_and_table_magics(self):
        rows = "[{'a': 1, 'b': None}, {'a': 2, 'b': 'x'}]"
        self.assertEqual(self.data(f"rows = {rows}\n%json rows")["application/json"][1]["a"], 2)
        table = self.data("%table rows")["application/vnd.livy.table.v1+json"]
        self.assertEqual(
            table["headers"],
            [{"type": "BIGINT_TYPE", "name": "a"}, {"type": "STRING_TYPE", "name": "b"}],
        )
        self.assertEqual(table["data"], [[1, None], [2, "x"]])

    def test_a_percent_sign_inside_a_string_is_no_magic(self):
        self.assertEqual(self.data("s = '''\n%json x\n'''\nlen(s)"), {"text/plain": "9"})

    def test_completion_of_names_and_attributes(self):
        self.data("orders = {'a': 1}")
        self.assertEqual(self.repl.complete("ord", 3), ["ord", "orders"])
        self.assertIn("orders.items", self.repl.complete("x = orders.it", 13))
        self.assertEqual(self.repl.complete("nothing.here", 12), [])
        self.assertEqual(self.repl.complete("", 0), [])

    def test_plain_values_survive_json(self):
        day = datetime.date(2013, 1, 1)
        self.assertEqual(magics.plain(day), "2013-01-01")
        self.assertEqual(magics.plain({"d": decimal.Decimal("1.20")}), {"d": "1.20"})
        self.assertEqual(magics.plain([float("nan"), 1.5]), ["nan", 1.5])


if __name__ == "__main__":
    unittest.main()

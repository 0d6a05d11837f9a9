import unittest

from box import spec

LEAST = {"box": "b1", "uid": 200001, "gid": 200001, "port": 8470}


class SpecTest(unittest.TestCase):
    def test_the_least_spec_has_limits(self):
        parsed = spec.parse(LEAST)
        self.assertEqual(parsed.processes, 400)
        self.assertGreater(parsed.memory_mib, 0)

    def test_unknown_and_missing_fields_are_named(self):
        with self.assertRaisesRegex(spec.SpecError, "hostnet"):
            spec.parse({**LEAST, "hostnet": 1})
        with self.assertRaisesRegex(spec.SpecError, "uid, gid"):
            spec.parse({"box": "b1", "port": 1})

    def test_values_of_the_wrong_type_are_refused(self):
        for wrong in ({"uid": "0"}, {"port": True}, {"box": 7}, {"memory_mib": 1.5}):
            with self.assertRaises(spec.SpecError):
                spec.parse({**LEAST, **wrong})

    def test_paths_must_be_absolute_and_plain(self):
        for path in ("usr", "/usr/../root"):
            with self.assertRaises(spec.SpecError):
                spec.parse({**LEAST, "readable": [path]})


if __name__ == "__main__":
    unittest.main()

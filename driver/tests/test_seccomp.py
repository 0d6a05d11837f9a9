"""The filter, run by a small interpreter of its own: no kernel is asked."""

import unittest

from box import seccomp


def decide(steps, number, arguments=(0, 0), architecture=0xC000003E):
    words = {0: number, 4: architecture, 16: arguments[0], 24: arguments[1]}
    accumulator, place = 0, 0
    while True:
        code, on_true, on_false, operand = steps[place]
        if code == seccomp.RETURN:
            return operand
        if code == seccomp.LOAD:
            accumulator = words[operand]
            place += 1
            continue
        truth = {
            seccomp.EQUAL: accumulator == operand,
            seccomp.GREATER_OR_EQUAL: accumulator >= operand,
            seccomp.ANY_BIT: accumulator & operand != 0,
        }[code]
        place += 1 + (on_true if truth else on_false)


class FilterTest(unittest.TestCase):
    def setUp(self):
        self.x86 = seccomp.program(True)
        self.arm = seccomp.program(False)

    def refused(self, error):
        return seccomp.ERRNO | error

    def test_every_listed_call_is_refused(self):
        for _, x86, arm in seccomp.REFUSED:
            self.assertEqual(decide(self.x86, x86), self.refused(seccomp.EPERM))
            answer = decide(self.arm, arm, architecture=0xC00000B7)
            self.assertEqual(answer, self.refused(seccomp.EPERM))

    def test_ordinary_calls_pass(self):
        for number in (0, 1, 9, 59, 202, 257):
            self.assertEqual(decide(self.x86, number), seccomp.ALLOW)

    def test_threads_pass_and_namespaces_do_not(self):
        self.assertEqual(decide(self.x86, 56, (0x3D0F00, 0)), seccomp.ALLOW)
        self.assertEqual(decide(self.x86, 56, (0x10000000, 0)), self.refused(seccomp.EPERM))
        self.assertEqual(decide(self.x86, 435), self.refused(seccomp.ENOSYS))

    def test_only_four_socket_families_pass(self):
        for family in range(45):
            expected = family in seccomp.FAMILIES.values()
            self.assertEqual(decide(self.x86, 41, (family, 0)) == seccomp.ALLOW, expected, family)

    def test_a_terminal_takes_no_key_and_no_line_discipline(self):
        for request in (0x5412, 0x541C, 0x5423):
            self.assertEqual(decide(self.x86, 16, (0, request)), self.refused(seccomp.EPERM))
        for request in (0x5401, 0x5413, 0x5421):
            self.assertEqual(decide(self.x86, 16, (0, request)), seccomp.ALLOW)
        self.assertEqual(decide(self.x86, 2, (0, 0x5412)), seccomp.ALLOW)

    def test_a_foreign_architecture_is_killed_and_x32_refused(self):
        self.assertEqual(decide(self.x86, 0, architecture=0x40000003), seccomp.KILL_PROCESS)
        self.assertEqual(decide(self.x86, 0x40000000), self.refused(seccomp.ENOSYS))


if __name__ == "__main__":
    unittest.main()

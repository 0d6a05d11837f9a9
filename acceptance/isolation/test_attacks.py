"""
What user code tries, run as statements through the Livy door. Each attack prints what it got;
nothing is what it should get. The engine's own needs are tried as well.
"""

import os
import pathlib
import sys
import textwrap

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "livy"))

from livy_case import LivyCase  # noqa: E402

# `got` is what an attack won; a refusal by the kernel is the expected end.
HARNESS = """
import ctypes, errno, glob, mmap, os, socket, struct, subprocess
L = ctypes.CDLL(None, use_errno=True)
got = []
def attempt(work, *args):
    try:
        found = work(*args)
        if found not in (None, False, -1, b"", "", []):
            got.append(found)
    except Exception:
        pass
{attack}
print("GOT", got)
"""


class Attacks(LivyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.neighbour = cls.livy.open()
        cls.livy.text(
            cls.neighbour,
            "import os, socket\nsecret = 'NEIGHBOUR-SECRET'\nopen('/tmp/mine', 'w').write(secret)\n"
            "server = socket.socket(); server.bind(('127.0.0.1', 18999)); server.listen()\n"
            "hidden = socket.socket(socket.AF_UNIX); hidden.bind('\\0hidden'); hidden.listen()\n"
            "print(os.getpid())",
        )

    @classmethod
    def tearDownClass(cls):
        cls.livy.close(cls.neighbour)
        super().tearDownClass()

    def blocked(self, attack):
        code = HARNESS.replace("{attack}", textwrap.dedent(attack))
        self.assertEqual(self.text(code).split("\n")[-1], "GOT []")

    def test_files_of_the_platform_and_the_host_are_not_there(self):
        home = os.environ.get("MILLRACE_HOME", "/root")
        for path in (home, "/root", "/etc/shadow", "/var/log", "/opt", "/home", "/etc/hostname"):
            self.blocked(
                f"attempt(lambda: os.listdir({path!r}) if os.path.isdir({path!r}) "
                f"else open({path!r}).read())"
            )
        keys = f"{home}/keys/seal"
        self.blocked(f"attempt(lambda: open({keys!r}).read())")
        self.blocked("attempt(lambda: open('/tmp/mine').read())")

    def test_other_processes_are_not_seen(self):
        self.blocked(
            f"attempt(lambda: os.path.exists('/proc/{os.getpid()}/cmdline') and "
            f"b'acceptance' in open('/proc/{os.getpid()}/cmdline', 'rb').read())"
        )
        self.blocked("""
            own = os.popen('id -u').read().strip()
            for path in glob.glob('/proc/[0-9]*/status'):
                attempt(lambda: open(path).read().split('Uid:')[1].split()[0] not in (own,)
                        and path)
        """)
        self.blocked("attempt(lambda: open('/proc/1/environ').read())")
        self.blocked("attempt(lambda: open('/proc/1/mem', 'rb').read(1))")
        self.blocked("attempt(lambda: os.listdir('/proc/1/root'))")
        self.blocked("attempt(lambda: L.ptrace(16, 1, 0, 0) == 0)")

    def test_the_network_is_its_own(self):
        self.blocked("attempt(lambda: socket.create_connection(('127.0.0.1', 18999), 1))")
        self.blocked("""
            hidden = socket.socket(socket.AF_UNIX)
            attempt(lambda: hidden.connect('\\0hidden') is None)
        """)
        self.blocked("attempt(lambda: socket.create_connection(('192.0.2.2', 80), 1))")
        self.blocked("""
            def route():
                probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                probe.connect(('192.0.2.53', 53))
                return True
            attempt(route)
        """)
        self.blocked("attempt(lambda: [n for _, n in socket.if_nameindex() if n != 'lo'])")
        self.blocked("attempt(lambda: socket.socket(40, socket.SOCK_STREAM))")
        self.blocked("attempt(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))")

    def test_nothing_outside_its_memory_can_be_written(self):
        self.blocked("""
            for place in ('/usr', '/etc', '/', '/dev', '/proc/sys/kernel/hostname', '/work'):
                attempt(lambda: open(place + '/x', 'w').write('x'))
            import pyspark
            attempt(lambda: open(pyspark.__file__, 'a').write('x'))
        """)

    def test_terminals_are_the_boxs_own(self):
        text = self.text("""
import os, pty
pid, terminal = pty.fork()
if pid == 0:
    os.execv('/bin/sh', ['sh', '-c', 'tty'])
print(os.read(terminal, 100).decode().strip(), sorted(os.listdir('/dev/pts')))
os.waitpid(pid, 0); os.close(terminal)""")
        self.assertEqual(text, "/dev/pts/0 ['0', 'ptmx']")
        self.blocked("""
            import fcntl, pty
            main, other = pty.openpty()
            attempt(lambda: fcntl.ioctl(other, 0x5412, b'x') is not None)
            attempt(lambda: fcntl.ioctl(other, 0x5423, struct.pack('i', 2)) is not None)
        """)

    def test_rights_cannot_be_had_back(self):
        self.blocked("attempt(lambda: os.setuid(0) is None)")
        self.blocked("attempt(lambda: L.unshare(0x10000000) == 0)")
        self.blocked("attempt(lambda: L.mount(b't', b'/tmp', b'tmpfs', 0, None) == 0)")
        self.blocked("attempt(lambda: os.chroot('/tmp') is None)")
        self.blocked(
            "attempt(lambda: subprocess.run(['su', '-c', 'id'], capture_output=True, "
            "stdin=subprocess.DEVNULL).stdout)"
        )
        self.blocked(
            "attempt(lambda: [l for l in open('/proc/self/status') "
            "if l.startswith('Cap') and int(l.split()[1], 16)])"
        )
        self.blocked(
            "attempt(lambda: open('/proc/self/oom_score_adj', 'w').write('0') and "
            "open('/proc/self/oom_score_adj').read().strip() == '0')"
        )
        # io_uring_setup, userfaultfd, keyctl, bpf, perf_event_open, process_vm_readv on x86-64.
        self.blocked("""
            for number in (425, 323, 250, 321, 298, 310):
                attempt(lambda: L.syscall(number, 0, 0, 0, 0, 0, 0) >= 0)
        """)

    def test_no_file_descriptor_of_the_platform_is_inherited(self):
        self.blocked("""
            import sys
            own = ('/dev/', '/tmp/', '/proc/', '/usr/', sys.prefix)
            def foreign(name):
                target = os.readlink('/proc/self/fd/' + name)
                return target if target.startswith('/') and not target.startswith(own) else None
            for name in os.listdir('/proc/self/fd'):
                attempt(foreign, name)
        """)

    def test_garbage_on_the_drivers_own_channel_ends_only_that_driver(self):
        victim = self.livy.open()
        code = """
import os, socket, stat
for name in os.listdir('/proc/self/fd'):
    try:
        if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
            os.write(int(name), b'{]\\n{"event":7}\\nnull\\n')
    except OSError:
        pass"""
        self.livy.ask("POST", f"/sessions/{victim}/statements", {"code": code})
        dead = self.livy.until(f"/sessions/{victim}", ("dead",))
        self.assertIn("protocol", dead["log"][-1])
        self.assertEqual(self.text("1 + 1"), "2")

    def test_processes_and_disk_are_limited(self):
        text = self.text("""
import os, signal
children = []
try:
    while len(children) < 1000:
        child = os.fork()
        if child == 0:
            signal.pause()
        children.append(child)
except OSError:
    pass
for child in children:
    os.kill(child, 9); os.waitpid(child, 0)
print(len(children) < 500)""")
        self.assertEqual(text, "True")
        text = self.text("""
written = 0
try:
    with open('/tmp/big', 'wb') as file:
        for _ in range(4096):
            written += file.write(bytes(1 << 20))
except OSError:
    pass
import os; os.remove('/tmp/big')
print(written <= 512 << 20)""")
        self.assertEqual(text, "True")

    def test_a_sessions_credentials_open_nothing_elsewhere(self):
        text = self.text("""
import boto3
keys = boto3.Session().get_credentials().get_frozen_credentials()
print(keys.access_key, keys.secret_key, keys.token)""")
        import boto3

        key, secret, token = text.split()
        stolen = boto3.Session(key, secret, token)
        scoped = boto3.Session()._session.get_scoped_config()
        client = stolen.client("sts", endpoint_url=scoped["endpoint_url"])
        with self.assertRaises(client.exceptions.ClientError):
            client.get_caller_identity()
        code = f"boto3.Session({key!r}, {secret!r}, {token!r}).client('sts').get_caller_identity()"
        output = self.livy.run(self.neighbour, f"import boto3\n{code}")["output"]
        self.assertEqual(output["status"], "error")

    def test_a_memory_bomb_ends_its_own_driver_and_says_why(self):
        victim = self.livy.open()
        path = f"/sessions/{victim}/statements"
        code = "kept = []\nwhile True: kept.append(bytearray(b'x') * (64 << 20))"
        self.livy.ask("POST", path, {"code": code})
        try:
            dead = self.livy.until(f"/sessions/{victim}", ("dead", "idle"))
        finally:
            self.livy.close(victim)
        # Without memory cgroups Python itself runs into its limit and the session goes on.
        if dead["state"] == "dead":
            self.assertIn("out of memory", dead["log"][-1])
        self.assertEqual(self.text("1 + 1"), "2")

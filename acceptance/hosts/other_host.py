"""A second host: a network namespace that reaches this one by one cable and has nothing else."""

import os
import pathlib
import subprocess
import tempfile

HERE = "10.213.77.1"
THERE = "10.213.77.2"
NAME = "lake.test"


class NotAllowed(RuntimeError):
    """This host lets nobody make network namespaces."""


class OtherHost:
    """The namespace lasts as long as the process that holds it; so do both ends of the cable."""

    def __init__(self):
        if os.geteuid() != 0:
            raise NotAllowed("kernel: a network namespace with a cable needs root")
        self.holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo up; exec sleep infinity"],
            stdout=subprocess.PIPE,
        )
        up = self.holder.stdout.readline()
        process = str(self.holder.pid)
        try:
            if not up:
                raise NotAllowed("kernel: network namespaces are not allowed")
            link("add", "mlr-here", "type", "veth", "peer", "name", "mlr-there", "netns", process)
            ip("address", "add", f"{HERE}/30", "dev", "mlr-here")
            link("set", "mlr-here", "up")
            for command in (
                ["address", "add", f"{THERE}/30", "dev", "mlr-there"],
                ["link", "set", "mlr-there", "up"],
                ["link", "set", "lo", "up"],
            ):
                subprocess.run(["nsenter", "-t", process, "-n", "ip", *command], check=True)
        except subprocess.CalledProcessError as error:
            self.close()
            raise NotAllowed(f"kernel: no pair of virtual cards: {error.cmd}") from error
        self.names = tempfile.NamedTemporaryFile("w", suffix="-hosts")
        self.names.write(f"127.0.0.1 localhost\n{HERE} {NAME}\n")
        self.names.flush()

    def run(self, command, environment):
        """Runs there, where only the platform's name is known. Answers what it printed."""
        script = 'mount --bind "$1" /etc/hosts && shift && exec "$@"'
        inside = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]
        done = subprocess.run(
            ["nsenter", "-t", str(self.holder.pid), "-n", *inside, self.names.name, *command],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        if done.returncode != 0:
            raise AssertionError(f"{command} failed there: {done.stdout}{done.stderr}")
        return done.stdout

    def close(self):
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


def link(*arguments):
    ip("link", *arguments)


def certificates(directory):
    """A private authority and a certificate of it for the platform's name, made by openssl."""
    at = pathlib.Path(directory)

    def openssl(*arguments):
        command = ["openssl", *arguments]
        subprocess.run(command, cwd=at, check=True, capture_output=True)

    new = ["req", "-newkey", "rsa:2048", "-nodes"]
    openssl(
        *new,
        "-x509",
        "-days",
        "2",
        "-subj",
        "/CN=Firm CA",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-addext",
        "keyUsage=critical,keyCertSign",
    )
    openssl(*new, "-subj", f"/CN={NAME}", "-keyout", "key.pem", "-out", "request.pem")
    names = f"subjectAltName=DNS:{NAME}\nextendedKeyUsage=serverAuth\n"
    (at / "names").write_text(names)
    openssl(
        "x509",
        "-req",
        "-in",
        "request.pem",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-days",
        "1",
        "-extfile",
        "names",
        "-out",
        "certificate.pem",
    )
    return at / "certificate.pem", at / "key.pem", at / "ca.pem"

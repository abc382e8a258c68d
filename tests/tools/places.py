"""Servers that hold files, as they are in the world: OpenSSH's with keys of its own, vsftpd with TLS, OpenStack Swift
as S3, and what stands between and breaks a connection off."""

import os
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

sys.path.append(str(Path(__file__).resolve().parents[2] / "fixtures" / "demo"))

from sshd import Sshd, free_port, known, new_key, wait_for     # noqa: E402,F401

VSFTPD = "/usr/sbin/vsftpd"
VSFTPD_CONFIG = """
listen=YES
background=NO
listen_address=127.0.0.1
listen_port={port}
run_as_launching_user=YES
anonymous_enable=YES
anon_root={there}
anon_world_readable_only=NO
secure_email_list_enable=YES
email_password_file={folder}/passwords
pasv_min_port={data_port}
pasv_max_port={data_port}
vsftpd_log_file={folder}/log
seccomp_sandbox=NO
"""
VSFTPD_TLS = """
ssl_enable=YES
allow_anon_ssl=YES
force_anon_data_ssl=YES
force_anon_logins_ssl=YES
rsa_cert_file={certificate}
"""


class Agent:
    def __init__(self, folder, key):
        self.socket = Path(folder) / "agent"
        self.process = subprocess.Popen(["ssh-agent", "-D", "-a", self.socket], stdout=subprocess.DEVNULL)
        end = monotonic() + 60
        while not self.takes(key):
            if monotonic() > end:
                raise SystemExit("Bail out! the agent takes no key")
            sleep(0.05)

    def takes(self, key):
        """Not before it listens, which its socket is there before."""
        return subprocess.run(["ssh-add", "-q", key], env=dict(os.environ, SSH_AUTH_SOCK=str(self.socket)),
                              stderr=subprocess.DEVNULL, check=False).returncode == 0

    def end(self):
        self.process.terminate()
        self.process.wait()


class Ftp:
    """Whoever is called anonymous and knows the password; data come from one port, so that they can be cut."""

    def __init__(self, folder, there, password, certificate=None):
        folder.mkdir()
        self.port, self.data_port = free_port(), free_port()
        (folder / "passwords").write_text(f"{password}\n")
        config = folder / "vsftpd.conf"
        config.write_text(VSFTPD_CONFIG.format(port=self.port, data_port=self.data_port, folder=folder, there=there)
                          + (VSFTPD_TLS.format(certificate=certificate) if certificate else ""))
        config.chmod(0o600)
        self.process = subprocess.Popen([VSFTPD, config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port)

    def end(self):
        self.process.terminate()
        self.process.wait()


def new_certificate(path):
    """Key and certificate in one file, its own authority."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{path}.key", "-out",
                    f"{path}.crt", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=IP:127.0.0.1,IP:127.0.0.2"],
                   check=True, capture_output=True)
    Path(path).write_text(Path(f"{path}.key").read_text() + Path(f"{path}.crt").read_text())
    return path


class Cutter:
    """Stands between, and breaks one connection off, the first one over which so many bytes of the server came.  What
    it has sent meanwhile is lost, and it is told so: else it would wait for ever for somebody to read, with its one
    port of data in use.  Whoever asked has what came before, however slowly it reads."""

    HELD = 1 << 16                     # so that the server always has more to send when it is broken off
    RESET = struct.pack("ii", 1, 0)    # of SO_LINGER: close says that all is over

    def __init__(self, to, after=None, address=("127.0.0.1", 0)):
        self.to, self.after, self.passed, self.connections = to, after, 0, 0
        self.listener = socket.create_server(address)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            self.connections += 1
            threading.Thread(target=self.join, args=(near,), daemon=True).start()
            del near                   # whoever carries it closes it

    def join(self, near):
        with near, socket.socket() as far:
            far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.HELD)
            try:
                far.connect(("127.0.0.1", self.to))
            except OSError:            # the server does not listen there yet: as good as a connection that is refused
                return
            back = threading.Thread(target=self.carry, args=(near, far, False), daemon=True)
            back.start()
            self.carry(far, near, True)
            back.join()

    def is_over(self, passed):
        over = self.after is not None and passed > self.after
        self.after = None if over else self.after
        return over

    def carry(self, source, target, counts):
        passed = 0
        try:
            while data := source.recv(65536):
                passed += len(data)
                if counts and self.is_over(passed):
                    source.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, self.RESET)
                    break
                self.passed += len(data) if counts else 0
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Bucket:
    """An S3 server that checks signatures: s3_server.py, with the key "test:reader" and the secret."""

    def __init__(self, folder, secret):
        Path(folder).mkdir()
        self.port, self.plain = free_port(), free_port()
        program = Path(__file__).with_name("s3_server.py")
        self.log = open(Path(folder) / "log", "w")
        self.process = subprocess.Popen(["/usr/bin/python3", "-B", program, folder, secret, str(self.port),
                                         str(self.plain)], stdout=self.log, stderr=self.log)
        wait_for(self.port)
        self.put("feeds")

    def put(self, name, content=b"", kind=None):
        """An object "BUCKET/KEY", or a bucket."""
        request = Request(f"http://127.0.0.1:{self.plain}/v1/AUTH_test/{quote(name)}", data=content, method="PUT")
        for field, value in (kind or {}).items():
            request.add_header(field, value)
        for _ in range(50):                # its parts know of each other a moment after they began
            try:
                urlopen(request).close()
                return
            except HTTPError as e:
                if e.code not in (404, 503):
                    raise
                sleep(0.2)
        raise SystemExit(f"Bail out! {name} cannot be put")

    def put_names(self, bucket, folder, count):
        """Names that the bucket's list has, without objects behind them."""
        address = f"http://127.0.0.1:{self.plain}/names/{bucket}/{folder}/{count}"
        urlopen(Request(address, data=b"", method="PUT")).close()

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()

#!/usr/bin/python3
"""An S3 server: OpenStack Swift with all its parts in one process, for Debian's own Python, which has Swift.

    tests/tools/s3_server.py FOLDER SECRET PORT PLAIN_PORT

Whoever signs as "test:reader" with the secret is let in at PORT, in the region eu-central-1, and at *.localhost a name
before it is a bucket's.  At PLAIN_PORT the same objects are put and taken without a signature, as Swift does it:
/v1/AUTH_test/BUCKET/OBJECT; and PUT /names/BUCKET/FOLDER/COUNT lists so many names for which there are no objects."""

import sys
from pathlib import Path

import eventlet

eventlet.monkey_patch()

# pylint: disable=wrong-import-position
from eventlet import wsgi                                    # noqa: E402
from swift.common import utils                               # noqa: E402

utils.HASH_PATH_PREFIX = utils.HASH_PATH_SUFFIX = b"test"    # else they are looked for in /etc/swift

from swift.account.server import AccountController           # noqa: E402
from swift.common.ring import RingBuilder                    # noqa: E402
from swift.common.utils import NullLogger                    # noqa: E402
from swift.common.wsgi import SwiftHttpProtocol, loadapp     # noqa: E402
from swift.container.backend import ContainerBroker         # noqa: E402
from swift.container.server import ContainerController       # noqa: E402
from swift.obj.server import ObjectController                # noqa: E402

PROXY = """
[DEFAULT]
swift_dir = {folder}
log_level = CRITICAL
[pipeline:main]
pipeline = catch_errors cache s3api tempauth proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
paste.filter_factory = {module}:remembering
[filter:s3api]
use = egg:swift#s3api
location = eu-central-1
storage_domain = localhost
[filter:tempauth]
use = egg:swift#tempauth
user_test_reader = {secret} .admin
"""


def remembering(_global, **_local):
    """Nothing is remembered; those that ask for it must have something to ask."""
    class Nothing:
        def __getattr__(self, _):
            return lambda *_a, **_k: None

    def filtered(app):
        def answer(env, start):
            env["swift.cache"] = Nothing()
            return app(env, start)
        return answer
    return filtered


def listing(app, folder):
    """Straight into the bucket's list: thousands of objects would take a minute."""
    def answer(env, start):
        if not env["PATH_INFO"].startswith("/names/"):
            return app(env, start)
        _, _, bucket, within, count = env["PATH_INFO"].split("/")
        name = utils.hash_path("AUTH_test", bucket)
        path = next(folder.glob(f"disk/containers/*/*/{name}/{name}.db"))
        broker = ContainerBroker(str(path), account="AUTH_test", container=bucket)
        broker.merge_items([{"name": f"{within}/name_{i:05}.json", "created_at": "1700000000.00000", "size": 2,
                             "content_type": "text/plain", "etag": "0" * 32, "deleted": 0, "storage_policy_index": 0,
                             "ctype_timestamp": None, "meta_timestamp": None} for i in range(int(count))])
        start("201 Created", [("Content-Length", "0")])
        return [b""]
    return answer


def serve(listener, app):
    return eventlet.spawn(wsgi.server, listener, app, NullLogger(), protocol=SwiftHttpProtocol,
                          capitalize_response_headers=False)


def ring(folder, name, port):
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1.0, "ip": "127.0.0.1", "port": port,
                     "device": "disk", "meta": ""})
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


def main():
    folder, secret, ports = Path(sys.argv[1]).resolve(), sys.argv[2], [int(port) for port in sys.argv[3:]]
    (folder / "disk").mkdir()
    conf = {"devices": str(folder), "mount_check": "false", "swift_dir": str(folder), "log_level": "CRITICAL"}
    for name, server in {"account": AccountController, "container": ContainerController,
                         "object": ObjectController}.items():
        listener = eventlet.listen(("127.0.0.1", 0))
        ring(folder, name, listener.getsockname()[1])
        serve(listener, server(conf))
    (folder / "proxy.conf").write_text(PROXY.format(folder=folder, secret=secret, module=Path(__file__).stem))
    app = loadapp(str(folder / "proxy.conf"))
    plain = listing(app._pipeline_final_app, folder)         # pylint: disable=protected-access
    servers = [serve(eventlet.listen(("127.0.0.1", port)), a) for port, a in zip(ports, (app, plain))]
    for server in servers:
        server.wait()


if __name__ == "__main__":
    main()

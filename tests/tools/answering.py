"""What answers on 127.0.0.1 as a test has it answer: JSON for the most part, over connections that stay open."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def read_body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()

    def answer(self, status, content=None, head=(), body=None):
        """With these bytes, or with the content as JSON.  True: it has been answered."""
        body = json.dumps(content or {}).encode() if body is None else body
        self.send_response(status)
        for name, value in dict(head).items():
            for field in value if isinstance(value, list) else [value]:
                self.send_header(name, field)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return True


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Who asked may have been killed, or have hung up; all else is a mistake of the test's."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def serve(handler, context=None):
    """Its port, for as long as the test; context: of TLS."""
    server = Server(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port

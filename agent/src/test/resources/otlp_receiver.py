"""Receives spans over OTLP, http/protobuf, with OpenTelemetry's own message classes.

Prints its port, then one line of JSON for each span. Needs the package opentelemetry-proto.
"""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

writing = threading.Lock()


def tell(line):
    with writing:
        print(line, flush=True)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        request = ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    self.show(resource.resource, scope.scope, span)
        self.answer(ExportTraceServiceResponse().SerializeToString())

    def show(self, resource, scope, span):
        line = MessageToDict(span)
        line["path"] = self.path
        line["contentType"] = self.headers["Content-Type"]
        line["resource"] = MessageToDict(resource)
        line["scope"] = MessageToDict(scope)
        line["headers"] = {name.lower(): value for name, value in self.headers.items()}
        tell(json.dumps(line))

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
tell(server.server_port)
server.serve_forever()

"""Drives the compiled examples with the messages of Conduit's Python SDK, which share nothing with this crate.

    python -m venv env && env/bin/pip install --requirement requirements.txt
    env/bin/python drive.py FOLDER_OF_THE_EXAMPLES
"""

import os
import queue
import subprocess
import sys
import tempfile

import conduit

# The stubs import each other by their own names.
sys.path.insert(0, os.path.join(os.path.dirname(conduit.__file__), "_grpc"))

import grpc
from config.v1 import parameter_pb2
from connector.v2 import destination_pb2, destination_pb2_grpc, source_pb2, source_pb2_grpc
from connector.v2 import specifier_pb2, specifier_pb2_grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

COOKIE = "204e8e812c3a1bb73b838928c575b42a105dd2e9aa449be481bc4590486df53f"
RECORDS = 2_500


class Plugin:
    """A program started as the engine starts it."""

    def __init__(self, program):
        environment = {
            "CONDUIT_PLUGIN_MAGIC_COOKIE": COOKIE,
            "PLUGIN_PROTOCOL_VERSIONS": "2,1",
            "CONDUIT_CONNECTOR_UTILITIES_GRPC_TARGET": "",
            "CONDUIT_CONNECTOR_TOKEN": "irrelevant-token",
            "CONDUIT_CONNECTOR_ID": "pipe:connector",
        }
        self.process = subprocess.Popen([program], env=environment, stdout=subprocess.PIPE, text=True)
        core, protocol, network, address, kind, certificate = self.process.stdout.readline().rstrip("\n").split("|")
        assert (core, protocol, kind, certificate) == ("1", "2", "grpc", "")
        # The authority that go-plugin's client sends; gRPC would make one of the socket's path, which HTTP/2 does not allow.
        options = [("grpc.default_authority", "unused")]
        self.channel = grpc.insecure_channel(f"unix:{address}" if network == "unix" else address, options)

    def specify(self):
        stub = specifier_pb2_grpc.SpecifierPluginStub(self.channel)
        return stub.Specify(specifier_pb2.Specifier.Specify.Request()).specification

    def shutdown(self):
        health = health_pb2_grpc.HealthStub(self.channel)
        answer = health.Check(health_pb2.HealthCheckRequest(service="plugin"))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
        call = self.channel.unary_unary("/plugin.GRPCController/Shutdown")
        try:
            call(b"", timeout=2)
        except grpc.RpcError:
            pass  # The process may be gone before its answer is through.
        assert self.process.wait(timeout=2) == 0
        assert self.process.stdout.read() == "", "something was printed behind the line"


def requests():
    """A queue as the stream that a client sends."""
    pending = queue.Queue()
    return pending, iter(pending.get, None)


def read(program):
    plugin = Plugin(program)
    specification = plugin.specify()
    assert specification.name == "counter" and not specification.destination_params
    count = specification.source_params["count"]
    assert (count.type, count.default) == (parameter_pb2.Parameter.TYPE_INT, "10")
    stub = source_pb2_grpc.SourcePluginStub(plugin.channel)
    messages = source_pb2.Source

    try:
        stub.Configure(messages.Configure.Request(config={"count": "0", "cuont": "1"}))
        raise AssertionError("wrong settings were accepted")
    except grpc.RpcError as error:
        expected = 'failed to parse configuration: config invalid: count: must be at least 1, got "0"\ncuont: unknown parameter'
        assert error.details() == expected, error.details()
    stub.Teardown(messages.Teardown.Request())
    plugin.shutdown()

    plugin = Plugin(program)
    stub = source_pb2_grpc.SourcePluginStub(plugin.channel)
    config = {"count": str(RECORDS)}
    stub.Configure(messages.Configure.Request(config=config))
    stub.LifecycleOnCreated(messages.Lifecycle.OnCreated.Request(config=config))
    stub.Open(messages.Open.Request(position=b'{"number":500}'))
    acks, stream = requests()
    records = []
    responses = stub.Run(stream)
    for response in responses:
        records.extend(response.records)
        acks.put(messages.Run.Request(ack_positions=[record.position for record in response.records]))
        if len(records) == RECORDS - 500:
            break
    assert [record.key.raw_data for record in records] == [b"%d" % n for n in range(501, RECORDS + 1)]
    assert records[0].operation == 1 and "opencdc.readAt" in records[0].metadata
    last = stub.Stop(messages.Stop.Request()).last_position
    assert last == records[-1].position == b'{"number":%d}' % RECORDS
    acks.put(None)
    responses.cancel()
    stub.Teardown(messages.Teardown.Request())
    plugin.shutdown()
    return records


def write(program, records):
    plugin = Plugin(program)
    assert plugin.specify().name == "lines"
    stub = destination_pb2_grpc.DestinationPluginStub(plugin.channel)
    messages = destination_pb2.Destination
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "out")
        stub.Configure(messages.Configure.Request(config={"path": path}))
        stub.Open(messages.Open.Request())
        sent, stream = requests()
        responses = stub.Run(stream)
        structured = records[0].__class__(position=b"s", operation=2)
        structured.key.raw_data = b"k"
        structured.payload.after.structured_data.update({"a": 1, "b": [True, None, "x"], "c": {"d": 1.5}})
        records = [*records, structured]
        for start in range(0, len(records), 400):
            sent.put(messages.Run.Request(records=records[start : start + 400]))
        outcomes = []
        while len(outcomes) < len(records):
            outcomes.extend(next(responses).acks)
        assert [outcome.position for outcome in outcomes] == [record.position for record in records]
        assert not any(outcome.error for outcome in outcomes)
        stub.Stop(messages.Stop.Request(last_position=records[-1].position))
        sent.put(None)
        stub.Teardown(messages.Teardown.Request())
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        assert len(lines) == len(records)
        assert lines[-1].endswith('"payload":{"before":null,"after":{"a":1,"b":[true,null,"x"],"c":{"d":1.5}}}}'), lines[-1]
    plugin.shutdown()
    return len(records)


if __name__ == "__main__":
    folder = sys.argv[1]
    read_records = read(os.path.join(folder, "counter"))
    written = write(os.path.join(folder, "lines"), read_records)
    print(f"the Python stubs read {len(read_records)} records and wrote {written}")

// Drives the compiled examples with the client that Conduit starts connectors with: go-plugin, and the plugin package of
// Conduit's connector protocol.
//
//	go run . FOLDER_OF_THE_EXAMPLES
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/conduitio/conduit-commons/config"
	"github.com/conduitio/conduit-commons/opencdc"
	"github.com/conduitio/conduit-connector-protocol/pconnector"
	"github.com/conduitio/conduit-connector-protocol/pconnector/client"
	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
)

const records = 2500

func main() {
	log.SetFlags(0)
	folder, err := filepath.Abs(os.Args[1])
	check(err)
	read := source(filepath.Join(folder, "counter"))
	destination(filepath.Join(folder, "lines"), read)
	fmt.Printf("Conduit's client read %d records and wrote them\n", len(read))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func want(ok bool, what string, got ...any) {
	if !ok {
		log.Fatalf("%s: %v", what, got)
	}
}

// logger is a logger whose writers need no options, as Conduit's own.
type logger struct{ hclog.Logger }

func (l logger) StandardWriter(*hclog.StandardLoggerOptions) io.Writer {
	return l.Logger.StandardWriter(&hclog.StandardLoggerOptions{})
}

// start starts a program as the engine does, with the variables that the engine sets.
func start(program string, logs *bytes.Buffer) (*plugin.Client, plugin.ClientProtocol) {
	logger := logger{hclog.New(&hclog.LoggerOptions{Output: logs, Level: hclog.Debug})}
	started, err := client.New(logger, program,
		client.WithEnvVar("CONDUIT_CONNECTOR_UTILITIES_GRPC_TARGET", ""),
		client.WithEnvVar("CONDUIT_CONNECTOR_TOKEN", "irrelevant-token"),
		client.WithEnvVar(pconnector.EnvConduitConnectorID, "pipe:connector"),
	)
	check(err)
	protocol, err := started.Client()
	check(err)
	return started, protocol
}

// end ends a program as the engine does; it has two seconds before it is killed.
func end(started *plugin.Client) {
	asked := time.Now()
	started.Kill()
	want(time.Since(asked) < 1500*time.Millisecond, "the program had to be killed", time.Since(asked))
}

func dispense[T any](protocol plugin.ClientProtocol, name string) T {
	raw, err := protocol.Dispense(name)
	check(err)
	return raw.(T)
}

func source(program string) []opencdc.Record {
	ctx := context.Background()
	var logs bytes.Buffer
	started, protocol := start(program, &logs)
	specifier := dispense[pconnector.SpecifierPlugin](protocol, "specifier")
	specified, err := specifier.Specify(ctx, pconnector.SpecifierSpecifyRequest{})
	check(err)
	specification := specified.Specification
	want(specification.Name == "counter" && len(specification.DestinationParams) == 0, "specification", specification)
	count := specification.SourceParams["count"]
	want(count.Type == config.ParameterTypeInt && count.Default == "10", "parameter", count)

	src := dispense[pconnector.SourcePlugin](protocol, "source")
	_, err = src.Configure(ctx, pconnector.SourceConfigureRequest{Config: config.Config{"count": "0"}})
	want(err != nil && err.Error() == `failed to parse configuration: config invalid: count: must be at least 1, got "0"`, "error", err)
	_, err = src.Teardown(ctx, pconnector.SourceTeardownRequest{})
	check(err)
	end(started)

	started, protocol = start(program, &logs)
	src = dispense[pconnector.SourcePlugin](protocol, "source")
	settings := config.Config{"count": fmt.Sprint(records)}
	_, err = src.Configure(ctx, pconnector.SourceConfigureRequest{Config: settings})
	check(err)
	_, err = src.LifecycleOnCreated(ctx, pconnector.SourceLifecycleOnCreatedRequest{Config: settings})
	check(err)
	_, err = src.Open(ctx, pconnector.SourceOpenRequest{})
	check(err)
	streaming, cancel := context.WithCancel(ctx)
	stream := src.(interface {
		NewStream() pconnector.SourceRunStream
	}).NewStream()
	check(src.Run(streaming, stream))
	var got []opencdc.Record
	for len(got) < records {
		response, err := stream.Client().Recv()
		check(err)
		for _, record := range response.Records {
			got = append(got, record)
			check(stream.Client().Send(pconnector.SourceRunRequest{AckPositions: []opencdc.Position{record.Position}}))
		}
	}
	for number, record := range got {
		want(string(record.Key.Bytes()) == fmt.Sprint(number+1), "key", number, record.Key)
		want(record.Operation == opencdc.OperationCreate, "operation", record.Operation)
	}
	stopped, err := src.Stop(ctx, pconnector.SourceStopRequest{})
	check(err)
	want(bytes.Equal(stopped.LastPosition, got[records-1].Position), "last position", stopped.LastPosition)
	cancel()
	_, err = stream.Client().Recv()
	want(errors.Is(err, context.Canceled), "a cancelled stream", err)
	_, err = src.Teardown(ctx, pconnector.SourceTeardownRequest{})
	check(err)
	end(started)
	want(strings.Contains(logs.String(), "stream statistics"), "the log line of the connector", logs.String())
	return got
}

func destination(program string, read []opencdc.Record) {
	ctx := context.Background()
	var logs bytes.Buffer
	folder, err := os.MkdirTemp("", "engine")
	check(err)
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "out")
	started, protocol := start(program, &logs)
	dst := dispense[pconnector.DestinationPlugin](protocol, "destination")
	_, err = dst.Configure(ctx, pconnector.DestinationConfigureRequest{Config: config.Config{"path": path}})
	check(err)
	_, err = dst.Open(ctx, pconnector.DestinationOpenRequest{})
	check(err)
	streaming, cancel := context.WithCancel(ctx)
	stream := dst.(interface {
		NewStream() pconnector.DestinationRunStream
	}).NewStream()
	check(dst.Run(streaming, stream))
	for _, record := range read {
		check(stream.Client().Send(pconnector.DestinationRunRequest{Records: []opencdc.Record{record}}))
	}
	acked := 0
	for acked < len(read) {
		response, err := stream.Client().Recv()
		check(err)
		for _, ack := range response.Acks {
			want(ack.Error == "" && bytes.Equal(ack.Position, read[acked].Position), "ack", acked, ack)
			acked++
		}
	}
	_, err = dst.Stop(ctx, pconnector.DestinationStopRequest{LastPosition: read[len(read)-1].Position})
	check(err)
	cancel()
	_, err = dst.Teardown(ctx, pconnector.DestinationTeardownRequest{})
	check(err)
	end(started)

	written, err := os.ReadFile(path)
	check(err)
	lines := strings.Split(strings.TrimSuffix(string(written), "\n"), "\n")
	want(len(lines) == len(read), "lines", len(lines))
	for index, line := range lines {
		// What Conduit's own code writes, byte for byte.
		want(line == string(read[index].Bytes()), "line", line, string(read[index].Bytes()))
	}
}

package org.relock.lockd;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.relock.lockd.hosts.Client;
import org.relock.state.names.Addresses;
import org.relock.state.os.AdminProgram;
import org.relock.state.service.KeyedOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callout as a program on disk: {@code add-client CLIENT SERVER} and {@code del-client CLIENT
 * SERVER}, both as addresses, since what a client calls itself is nothing for a command line. Under
 * protocol 2 it finds the rest on its standard input, as one JSON object.
 */
final class ProgramCallout implements Callout {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramCallout.class);

    private static final byte[] NO_INPUT = {};
    private static final int PROTOCOL_WITH_JSON = 2;

    /** A name that is longer is cut, so that the object fits into a pipe. */
    private static final int NAME_CHARACTERS = 256;

    private final AdminProgram program;
    private final boolean withJson;
    private final KeyedOrder<Long> byClient = new KeyedOrder<>(LockdLimits.CALLOUTS_WAITING);
    private final AtomicLong sequence = new AtomicLong();
    private final JsonFactory json =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    ProgramCallout(AdminProgram program, int protocol) {
        this.program = program;
        withJson = protocol == PROTOCOL_WITH_JSON;
    }

    @Override
    public CompletableFuture<Void> addClient(Client client, InetAddress server) {
        return inTurn("add-client", client, server, "lock");
    }

    @Override
    public void delClient(Client client, InetAddress server) {
        var unused = inTurn("del-client", client, server, "unmon");
    }

    private CompletableFuture<Void> inTurn(
            String event, Client client, InetAddress server, String reason) {
        List<String> words =
                List.of(event, Addresses.text(client.address()), Addresses.text(server));
        byte[] input = withJson ? object(words, client, reason) : NO_INPUT;
        Optional<CompletableFuture<Void>> run =
                byClient.submit(client.id().number(), () -> program.run(words, input));
        if (run.isEmpty()) {
            LOG.warn("Too many callouts: {} does not hear of {}", program, words);
        }
        return run.orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private byte[] object(List<String> words, Client client, String reason) {
        String name = client.callerName();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator object = json.createGenerator(bytes)) {
            object.writeStartObject();
            object.writeNumberField("v", PROTOCOL_WITH_JSON);
            object.writeStringField("event", words.get(0));
            object.writeStringField("mon_name", words.get(1));
            object.writeStringField("my_name", words.get(2));
            object.writeArrayFieldStart("client_addrs");
            object.writeString(words.get(1));
            object.writeEndArray();
            object.writeStringField("server_addr", words.get(2));
            object.writeStringField(
                    "caller_name", name.substring(0, Math.min(name.length(), NAME_CHARACTERS)));
            object.writeNumberField("client", client.id().number());
            object.writeNumberField("seq", sequence.incrementAndGet());
            object.writeStringField("reason", reason);
            object.writeEndObject();
            object.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

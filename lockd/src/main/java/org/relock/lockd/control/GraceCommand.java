package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.GraceScope;
import org.relock.lockd.locks.GraceStatus;
import org.relock.lockd.locks.LockService.ReclaimRule;
import org.relock.lockd.locks.RecordedState;
import org.relock.state.names.Addresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code grace}: its state, its start and its end, for everyone or for one service address (NLM
 * check 48).
 */
final class GraceCommand {

    private static final Logger LOG = LoggerFactory.getLogger(GraceCommand.class);
    private static final long LONGEST_SECONDS = 3_600;

    private final Inside inside;

    GraceCommand(Inside inside) {
        this.inside = inside;
    }

    void grace(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave("do", "server", "seconds");
        Optional<InetAddress> server = question.address("server");
        GraceScope scope =
                server.isPresent()
                        ? new GraceScope.Server(server.get())
                        : GraceScope.Everyone.INSTANCE;
        switch (question.word("do").orElse("status")) {
            case "status" -> {
                // Told below.
            }
            case "start" -> start(scope, question);
            case "end" -> {
                if (!inside.locks().endGrace(scope)) {
                    throw new RefusedException("there is no grace" + of(scope));
                }
                LOG.info("An administrator ended the grace{}", of(scope));
                inside.deliver().run();
            }
            default -> throw new RefusedException("\"do\" is status, start or end");
        }
        write(inside.locks().grace(), json);
    }

    private void start(GraceScope scope, Question question) throws RefusedException {
        long seconds = question.unsigned("seconds", inside.grace().toSeconds());
        if (seconds < 1 || seconds > LONGEST_SECONDS) {
            throw new RefusedException("a grace has 1 to " + LONGEST_SECONDS + " seconds");
        }
        // Who comes from another host reclaims what that one recorded and we know nothing of.
        inside.locks()
                .beginGrace(
                        scope,
                        Duration.ofSeconds(seconds),
                        List.of(),
                        RecordedState.EMPTY,
                        ReclaimRule.ANYONES);
        LOG.info("An administrator began a grace of {} s{}", seconds, of(scope));
    }

    private static String of(GraceScope scope) {
        return scope instanceof GraceScope.Server one ? " of " + Addresses.text(one.server()) : "";
    }

    private static void write(List<GraceStatus> periods, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("grace");
        for (GraceStatus period : periods) {
            json.writeStartObject();
            json.writeStringField(
                    "server",
                    period.scope() instanceof GraceScope.Server one
                            ? Addresses.text(one.server())
                            : "all");
            json.writeNumberField("seconds_left", period.left().toSeconds());
            json.writeArrayFieldStart("awaited");
            for (ClientId client : period.awaited()) {
                json.writeNumber(client.number());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}

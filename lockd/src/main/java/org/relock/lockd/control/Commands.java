package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** The questions that are answered. */
public final class Commands {

    private final Inside inside;
    private final Map<String, Command> byName;

    /** Makes them for one daemon. */
    public Commands(Inside inside) {
        this.inside = inside;
        LookCommands look = new LookCommands(inside);
        byName =
                Map.of(
                        "locks", look::locks,
                        "waiters", look::waiters,
                        "shares", look::shares,
                        "clients", look::clients,
                        "grace", new GraceCommand(inside)::grace,
                        "release", new ReleaseCommand(inside)::release,
                        "explain", new ExplainCommand(inside)::explain,
                        "graph", new GraphCommand(inside)::graph,
                        "health", this::health);
    }

    /** Returns what answers {@code question}. */
    Command commandOf(Question question) throws RefusedException {
        Command command = byName.get(question.command());
        if (command == null) {
            throw new RefusedException("no such command");
        }
        return command;
    }

    private void health(Question question, JsonGenerator json)
            throws IOException, RefusedException {
        question.mayHave();
        Health health = inside.health().get();
        json.writeStringField("version", health.version());
        json.writeNumberField("uptime_seconds", health.uptimeSeconds());
        json.writeBooleanField("well", health.problems().isEmpty());
        json.writeArrayFieldStart("problems");
        for (String problem : health.problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
    }
}

package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The questions that are answered. */
public final class Commands {

    private final Inside inside;
    private final Map<String, Command> byName;

    /**
     * Makes them for one daemon.
     *
     * @param sharing the files it serves; empty if another server has them
     */
    public Commands(Inside inside, Optional<Sharing> sharing) {
        this.inside = inside;
        LookCommands look = new LookCommands(inside);
        ShareCommands share = new ShareCommands(sharing);
        byName =
                Map.ofEntries(
                        entry("locks", look::locks),
                        entry("waiters", look::waiters),
                        entry("shares", look::shares),
                        entry("clients", look::clients),
                        entry("grace", new GraceCommand(inside)::grace),
                        entry("release", new ReleaseCommand(inside)::release),
                        entry("explain", new ExplainCommand(inside)::explain),
                        entry("graph", new GraphCommand(inside)::graph),
                        entry("health", this::health),
                        entry("exports", share::exports),
                        entry("mounts", share::mounts),
                        entry("nfsstat", share::nfsstat),
                        entry("reload", share::reload));
    }

    private static Map.Entry<String, Command> entry(String name, Command command) {
        return Map.entry(name, command);
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

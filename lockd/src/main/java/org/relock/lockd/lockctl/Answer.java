package org.relock.lockd.lockctl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads an answer as it comes and prints it for people. */
final class Answer {

    private static final Set<String> TABLES =
            Set.of(
                    "locks",
                    "waiters",
                    "shares",
                    "clients",
                    "grace",
                    "exports",
                    "mounts",
                    "procedures");

    private final Asked asked;
    private final PrintStream out;
    private final Tables tables;
    private final Map<String, String> words = new HashMap<>();

    Answer(Asked asked, PrintStream out) {
        this.asked = asked;
        this.out = out;
        tables = new Tables(out, asked.wide());
    }

    /**
     * Prints the answer.
     *
     * @throws RefusedException if the daemon did not want to answer
     */
    void print(JsonFactory json, InputStream input) throws IOException, RefusedException {
        if (asked.command().equals("graph")) {
            out.println("digraph waits {");
        }
        try (JsonParser parser = json.createParser(input)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_ARRAY) {
                    array(name, parser);
                } else {
                    words.put(name, parser.getText());
                }
            }
        }
        if (words.containsKey("error")) {
            throw new RefusedException(words.get("error"));
        }
        end();
    }

    private void array(String name, JsonParser parser) throws IOException {
        if (asked.command().equals("explain") && name.equals("locks")) {
            out.println(words.get("granted").equals("true") ? "granted" : "not granted");
            out.println(Shown.sentence(words.get("why")));
            if (words.getOrDefault("deadlock", "").equals("true")) {
                out.println("to wait for it would be a deadlock");
            }
        }
        Optional<Table> table = Optional.empty();
        if (TABLES.contains(name) && isShown(name)) {
            table = Optional.of(tables.of(name));
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                Row row = Row.read(parser);
                if (name.equals("procedures") && row.word("calls").equals("0")) {
                    continue; // Programs are told of all, people of what there is.
                }
                if (table.isPresent()) {
                    table.get().row(tables.cells(name, row));
                } else {
                    graph(name, row);
                }
            } else {
                out.println("problem: " + Shown.sentence(parser.getText()));
            }
        }
        table.ifPresent(Table::end);
    }

    /** A person who asks for locks does not want the waiters, too. */
    private boolean isShown(String name) {
        return !asked.command().equals("locks") || name.equals("locks");
    }

    private void graph(String name, Row row) {
        if (name.equals("edges")) {
            out.println(
                    "  o"
                            + row.word("from")
                            + " -> o"
                            + row.word("to")
                            + " [label=\""
                            + row.word("waiter")
                            + "\"];");
        } else if (name.equals("owners")) {
            out.println(
                    "  o"
                            + row.word("number")
                            + " [label=\""
                            + quoted(tables.holder(row))
                            + "\"];");
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private void end() {
        switch (asked.command()) {
            case "graph" -> out.println("}");
            case "release" ->
                    out.println(
                            "released "
                                    + words.get("locks")
                                    + " locks, "
                                    + words.get("waiters")
                                    + " waiters, "
                                    + words.get("shares")
                                    + " shares");
            case "nfsstat" ->
                    out.println(
                            words.get("bytes_read")
                                    + " bytes read, "
                                    + words.get("bytes_written")
                                    + " bytes written");
            case "reload" -> reloaded();
            case "health" ->
                    out.println(
                            "rpc.lockd "
                                    + words.get("version")
                                    + ", up "
                                    + Shown.age(words.get("uptime_seconds"))
                                    + ", "
                                    + (isWell() ? "well" : "not well"));
            default -> {
                // The table says it all.
            }
        }
    }

    private void reloaded() {
        if (!isWell()) {
            out.println("the " + words.get("exports") + " exports stay as they were");
            return;
        }
        out.println(
                words.get("exports")
                        + " exports: "
                        + words.get("exported")
                        + " new, "
                        + words.get("unexported")
                        + " gone; released "
                        + words.get("locks")
                        + " locks, "
                        + words.get("waiters")
                        + " waiters, "
                        + words.get("shares")
                        + " shares");
    }

    /** Whether the daemon said that it is not well. */
    boolean isWell() {
        return !words.getOrDefault("well", "true").equals("false");
    }
}

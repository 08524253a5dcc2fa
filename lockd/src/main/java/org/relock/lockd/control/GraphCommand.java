package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.WaitsFor;

/** {@code graph}: which owner waits for which, as nodes and edges. */
final class GraphCommand {

    private final Inside inside;

    GraphCommand(Inside inside) {
        this.inside = inside;
    }

    void graph(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave();
        List<WaitsFor> edges = inside.locks().waitsFor();
        Items items = new Items(json, inside.clients().get(), inside.clock().millis());
        Map<LockOwner, Integer> numbers = new HashMap<>();
        json.writeArrayFieldStart("edges");
        for (WaitsFor edge : edges) {
            json.writeStartObject();
            json.writeNumberField("from", number(numbers, edge.waiter()));
            json.writeNumberField("to", number(numbers, edge.blocker()));
            json.writeStringField("waiter", ItemId.of(edge.wish()));
            json.writeStringField("why", Items.word(edge.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("owners");
        for (Map.Entry<LockOwner, Integer> owner : numbers.entrySet()) {
            json.writeStartObject();
            json.writeNumberField("number", owner.getValue());
            items.owner(owner.getKey());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static int number(Map<LockOwner, Integer> numbers, LockOwner owner) {
        return numbers.computeIfAbsent(owner, unknown -> numbers.size() + 1);
    }
}

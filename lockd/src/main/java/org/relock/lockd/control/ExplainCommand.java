package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.Explanation;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOutcome;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.LockRequest;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.Wish;
import org.relock.state.xdr.Opaque;

/** {@code explain}: would this lock be granted now, and if not, why not. Nothing is changed. */
final class ExplainCommand {

    private final Inside inside;

    ExplainCommand(Inside inside) {
        this.inside = inside;
    }

    void explain(Question question, JsonGenerator json) throws IOException, RefusedException {
        question.mayHave("file", "client", "svid", "oh", "mode", "offset", "length", "server");
        Explanation found = inside.locks().explain(request(question));
        FileKey file = FileNames.parse(question.needed("file"));
        Items items = new Items(json, inside.clients().get(), inside.clock().millis());
        json.writeBooleanField("granted", found.outcome() instanceof LockOutcome.Granted);
        json.writeStringField("why", why(found.outcome()));
        json.writeBooleanField("deadlock", found.deadlock());
        json.writeArrayFieldStart("locks");
        for (Lock lock : found.held()) {
            items.lock(file, lock);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("waiters");
        for (Wish wish : found.offered()) {
            items.wish(wish, List.of());
        }
        for (Wish wish : found.ahead()) {
            items.wish(wish, List.of());
        }
        json.writeEndArray();
    }

    private static String why(LockOutcome outcome) {
        if (outcome instanceof LockOutcome.Granted) {
            return "nobody is in the way of a request that does not wait;"
                    + " one that may wait queues behind the waiters listed";
        }
        if (outcome instanceof LockOutcome.Denied) {
            return "the locks listed, or offers to the waiters listed, are in the way";
        }
        if (outcome instanceof LockOutcome.InGrace) {
            return "there is a grace: only reclaims are granted";
        }
        if (outcome instanceof LockOutcome.TooMany) {
            return "the client has as many locks as it may";
        }
        return "refused: " + outcome.getClass().getSimpleName();
    }

    private LockRequest request(Question question) throws RefusedException {
        FileKey file = FileNames.parse(question.needed("file"));
        List<HostView> clients = Filter.matching(inside.clients().get(), question.needed("client"));
        if (clients.size() > 1) {
            throw new RefusedException(clients.size() + " clients match");
        }
        LockMode mode =
                switch (question.word("mode").orElse("write")) {
                    case "read" -> LockMode.READ;
                    case "write" -> LockMode.WRITE;
                    default -> throw new RefusedException("\"mode\" is read or write");
                };
        InetAddress server = question.address("server").orElse(InetAddress.getLoopbackAddress());
        return new LockRequest(
                file,
                new LockOwner(clients.get(0).id(), ownerName(question)),
                mode,
                question.range(),
                false,
                new Taken(server, 0, false, inside.clock().millis()));
    }

    private static Opaque ownerName(Question question) throws RefusedException {
        try {
            byte[] oh = HexFormat.of().parseHex(question.word("oh").orElse(""));
            return Opaque.copyOf(
                    ByteBuffer.allocate(Integer.BYTES + oh.length)
                            .putInt((int) question.unsigned("svid", 0))
                            .put(oh)
                            .array());
        } catch (IllegalArgumentException e) {
            throw new RefusedException("\"oh\" is no hexadecimal number");
        }
    }
}

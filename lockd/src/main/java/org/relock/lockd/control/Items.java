package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relock.lockd.hosts.HostView;
import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.ClientId;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.Lock;
import org.relock.lockd.locks.LockMode;
import org.relock.lockd.locks.LockOwner;
import org.relock.lockd.locks.ShareReservation;
import org.relock.lockd.locks.Taken;
import org.relock.lockd.locks.WaitsFor;
import org.relock.lockd.locks.Wish;
import org.relock.state.names.Addresses;

/** Writes what the lock table holds. */
final class Items {

    private static final long MILLIS_PER_SECOND = 1_000;

    private final JsonGenerator json;
    private final Map<ClientId, HostView> clients = new HashMap<>();
    private final long now;

    Items(JsonGenerator json, List<HostView> all, long nowMillis) {
        this.json = json;
        this.now = nowMillis;
        for (HostView view : all) {
            clients.put(view.id(), view);
        }
    }

    void lock(FileKey file, Lock lock) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", ItemId.of(file, lock));
        body(file, lock.owner(), lock.mode(), lock.range(), lock.taken());
        json.writeEndObject();
    }

    void wish(Wish wish, List<WaitsFor> blockers) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", ItemId.of(wish.id()));
        json.writeStringField("state", word(wish.state()));
        body(
                wish.request().file(),
                wish.request().owner(),
                wish.request().mode(),
                wish.request().range(),
                wish.request().taken());
        json.writeArrayFieldStart("blockers");
        for (WaitsFor edge : blockers) {
            json.writeStartObject();
            owner(edge.blocker());
            json.writeStringField("why", word(edge.reason()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String word(HostView.Monitoring monitoring) {
        return switch (monitoring) {
            case YES -> "yes";
            case NO -> "no";
            case ASKING -> "asking";
            case NOT_NEEDED -> "not-needed";
        };
    }

    static String word(WaitsFor.Reason reason) {
        return switch (reason) {
            case HELD -> "held";
            case OFFERED -> "offered";
            case TURN -> "turn";
        };
    }

    private static String word(Wish.State state) {
        return switch (state) {
            case WAITING -> "waiting";
            case OFFERED -> "offered";
            case DORMANT -> "dormant";
        };
    }

    void share(FileKey file, ShareReservation share) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", ItemId.of(file, share));
        json.writeStringField("file", FileNames.text(file));
        owner(share.owner());
        json.writeStringField("access", bits(share.access()));
        json.writeStringField("deny", bits(share.deny()));
        taken(share.taken());
        json.writeEndObject();
    }

    private static String bits(int bits) {
        return switch (bits) {
            case 0 -> "none";
            case 1 -> "read";
            case 2 -> "write";
            default -> "both";
        };
    }

    private void body(FileKey file, LockOwner owner, LockMode mode, ByteRange range, Taken taken)
            throws IOException {
        json.writeStringField("file", FileNames.text(file));
        owner(owner);
        json.writeStringField("mode", mode == LockMode.READ ? "read" : "write");
        unsigned("offset", range.first());
        unsigned("length", range.length());
        taken(taken);
    }

    private void unsigned(String name, long number) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(Long.toUnsignedString(number));
    }

    /** The owner's name is the svid in four bytes and then the {@code oh}. */
    void owner(LockOwner owner) throws IOException {
        client(owner.client());
        byte[] name = owner.name().toBytes();
        if (name.length >= Integer.BYTES) {
            json.writeNumberField("svid", Integer.toUnsignedLong(ByteBuffer.wrap(name).getInt()));
            json.writeStringField("oh", HexFormat.of().formatHex(name, Integer.BYTES, name.length));
        }
    }

    private void client(ClientId id) throws IOException {
        json.writeNumberField("client", id.number());
        Optional<HostView> known = Optional.ofNullable(clients.get(id));
        if (known.isPresent()) {
            json.writeStringField("name", known.get().callerName());
            json.writeStringField("address", Addresses.text(known.get().addresses().get(0)));
        }
    }

    /** Writes a client with all there is to know of it. */
    void client(HostView view) throws IOException {
        json.writeStartObject();
        client(view.id());
        json.writeArrayFieldStart("addresses");
        for (InetAddress address : view.addresses()) {
            json.writeString(Addresses.text(address));
        }
        json.writeEndArray();
        json.writeStringField("watched", word(view.monitoring()));
        json.writeNumberField("state", view.state());
        json.writeNumberField("silent_seconds", view.lastSeen().toSeconds());
    }

    private void taken(Taken taken) throws IOException {
        json.writeStringField("server", Addresses.text(taken.server()));
        json.writeBooleanField("monitored", taken.monitored());
        json.writeNumberField("client_state", taken.clientState());
        json.writeStringField("since", Instant.ofEpochMilli(taken.sinceMillis()).toString());
        json.writeNumberField(
                "age_seconds", Math.max(0, now - taken.sinceMillis()) / MILLIS_PER_SECOND);
    }
}

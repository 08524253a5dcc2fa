package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.relock.state.rpc.Origin;
import org.relock.state.rpc.Transport;

/** Where one call comes from, and what it is answered. */
final class Letter implements Origin {

    /** MSG_ACCEPTED and a verifier of AUTH_NONE, behind the xid. */
    private static final String ACCEPTED = "00000001" + "00000000" + "00000000" + "00000000";

    private final InetSocketAddress remote;
    private final InetAddress local;
    private final Transport transport;
    private final List<String> heard;
    private Runnable afterwards = NOTHING;
    private Optional<String> reply = Optional.empty();

    Letter(InetAddress from, InetAddress to, Transport transport, List<String> heard) {
        this.remote = new InetSocketAddress(from, 700);
        this.local = to;
        this.transport = transport;
        this.heard = heard;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public InetAddress local() {
        return local;
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public void afterReply(Runnable task) {
        afterwards = task;
    }

    @Override
    public void replyLater(ByteBuffer bytes, Runnable task) {
        afterwards = task;
        replied(bytes);
    }

    void replied(ByteBuffer bytes) {
        heard.add("reply");
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        reply = Optional.of(HexFormat.of().formatHex(copy));
        afterwards.run();
    }

    boolean isAnswered() {
        return reply.isPresent();
    }

    /** Returns what follows the xid and MSG_ACCEPTED: a status and the results, or nothing. */
    String accepted() {
        String message = reply.orElseThrow(() -> new AssertionError("no reply"));
        if (!message.startsWith(ACCEPTED, 8)) {
            throw new AssertionError("not accepted: " + message);
        }
        return message.substring(8 + ACCEPTED.length());
    }

    /** Returns the results of a SUCCESS. */
    String results() {
        String accepted = accepted();
        if (!accepted.startsWith("00000000")) {
            throw new AssertionError("no success: " + accepted);
        }
        return accepted.substring(8);
    }
}

package org.relock.lockd.nlm;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.relock.state.rpc.Transport;

/** A client host as {@link FakeNetwork} shows it: its rpcbind, its NLM service, what that heard. */
final class FakeClient {

    final InetAddress address;
    final List<Heard> heard = new ArrayList<>();

    /** Empty if its rpcbind hears nothing. */
    Optional<Integer> port = Optional.of(4045);

    /** Whether calls to any other port are refused, where the transport can say so. */
    boolean hears = true;

    /** What it replies to GRANTED; empty for no reply. */
    Optional<NlmStat> reply = Optional.empty();

    int questions;

    /** One call that arrived. */
    record Heard(
            InetAddress from, Transport transport, int version, int procedure, TestArgs words) {

        /** Returns such as {@code "10 UDP"}. */
        String inWords() {
            return procedure + " " + transport;
        }
    }

    FakeClient(InetAddress address) {
        this.address = address;
    }

    /** Returns the calls that arrived, such as {@code "10 UDP"}. */
    List<String> calls() {
        return heard.stream().map(Heard::inWords).toList();
    }

    Heard last() {
        return heard.get(heard.size() - 1);
    }
}

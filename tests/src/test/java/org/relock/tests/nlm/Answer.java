package org.relock.tests.nlm;

import java.net.InetSocketAddress;

/** A _RES call that reached a client: the answer to a _MSG of its own. */
record Answer(
        int version, int procedure, Transport transport, InetSocketAddress from, Result result) {

    static Answer of(Incoming call) {
        return new Answer(
                call.version(),
                call.procedure(),
                call.transport(),
                call.from(),
                Result.of(call.reader(), call.version(), call.procedure(), call.nanos()));
    }
}

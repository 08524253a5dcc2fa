package org.relock.lockd.nlm;

import java.net.InetAddress;
import org.relock.state.rpc.Caller;

/** Whose requests are kept in order: an address and the name that is spoken in. */
record Speaker(InetAddress address, String name) {

    static Speaker of(Caller caller, String name) {
        return new Speaker(caller.remote().getAddress(), name);
    }
}

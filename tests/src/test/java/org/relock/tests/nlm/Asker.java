package org.relock.tests.nlm;

import java.net.InetAddress;
import java.time.Duration;
import org.relock.state.xdr.XdrWriter;

/** A client speaking one version over one transport to one address of the server. */
record Asker(Client client, int version, Transport transport, InetAddress server) {

    /** Longer than any answer may take that still counts as one. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    Link link() {
        return client.line(transport, server);
    }

    Call call(int procedure, byte[] arguments) {
        return Call.of(Xids.next(), Nlm.PROGRAM, version, procedure, arguments);
    }

    /** Makes a call and waits for its reply. */
    Reply ask(int procedure, byte[] arguments) {
        return link().ask(call(procedure, arguments), PATIENCE)
                .orElseThrow(() -> new CheckFailed(silence(procedure)));
    }

    private String silence(int procedure) {
        return "no reply to procedure " + procedure + " of v" + version + " over " + transport;
    }

    /** Sends a call that has no reply. */
    void tell(int procedure, byte[] arguments) {
        link().send(call(procedure, arguments).bytes());
    }

    Result result(int procedure, byte[] arguments) {
        Reply reply = ask(procedure, arguments);
        return Result.of(reply.reader(), version, procedure, reply.nanos());
    }

    /** Makes one of the calls whose arguments a {@link Want} is. */
    Result result(int procedure, Want want) {
        return result(procedure, want.arguments(version, procedure));
    }

    Result test(Want want) {
        return result(Nlm.TEST, want);
    }

    Stat lock(Want want) {
        return result(Nlm.LOCK, want).stat();
    }

    Stat cancel(Want want) {
        return result(Nlm.CANCEL, want).stat();
    }

    Stat unlock(Want want) {
        return result(Nlm.UNLOCK, want).stat();
    }

    Stat share(Want want, int mode, int access) {
        return result(Nlm.SHARE, want.shareArguments(mode, access)).stat();
    }

    Stat unshare(Want want, int mode, int access) {
        return result(Nlm.UNSHARE, want.shareArguments(mode, access)).stat();
    }

    /** FREE_ALL in the name of {@code name}. */
    void freeAll(String name) {
        Reply reply = ask(Nlm.FREE_ALL, new XdrWriter(64).string(name).i32(0).toBytes());
        if (reply.reader().remaining() != 0) {
            throw new CheckFailed("FREE_ALL has results");
        }
    }
}

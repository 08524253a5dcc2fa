package org.relock.tests.sim;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Program;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * The calls of a client that uses the {@code _MSG} procedures: each is sent again until its result
 * comes, as a call of the {@code _RES} procedure (NLM check 6).
 */
final class Results {

    private static final int TO_MESSAGE = 5;
    private static final int TO_RESULT = 10;
    private static final Duration AGAIN = Weather.OLDEST_DATAGRAM.plusSeconds(4);

    private final ClientKernel kernel;
    private final Map<Opaque, Consumer<XdrReader>> awaited = new HashMap<>();

    /** What a result brings: {@code nlm4_res}. */
    private record Result(Opaque cookie, int stat) {}

    Results(ClientKernel kernel) {
        this.kernel = kernel;
    }

    /** Whether a procedure has another form, with a message and a result. */
    static boolean has(int procedure) {
        return procedure == Wire.LOCK || procedure == Wire.CANCEL || procedure == Wire.UNLOCK;
    }

    /** Has the results heard, of those procedures that have some. */
    void in(Program program) {
        for (int procedure : new int[] {Wire.LOCK, Wire.CANCEL, Wire.UNLOCK}) {
            program.procedure(
                    procedure + TO_RESULT, "RES" + procedure, Results::result, this::came);
        }
    }

    private static Result result(XdrReader xdr) throws MalformedXdrException {
        return new Result(xdr.opaque(1024), xdr.i32());
    }

    private Answer came(Caller caller, Result result) {
        if (!kernel.isServer(caller.remote().getAddress())) {
            throw new Violation("a result from " + caller.remote() + ", which was not called");
        }
        Consumer<XdrReader> waiting = awaited.remove(result.cookie());
        if (waiting != null) {
            byte[] words = new XdrWriter(64).opaque(result.cookie()).i32(result.stat()).toBytes();
            waiting.accept(new XdrReader(ByteBuffer.wrap(words)));
        }
        return Answer.none();
    }

    void call(int procedure, XdrEncodable arguments, Consumer<XdrReader> reply) {
        XdrWriter words = new XdrWriter(256);
        arguments.encode(words);
        attempt(procedure + TO_MESSAGE, words.toBytes(), reply);
    }

    /**
     * Sends it under a cookie of its own, so that an answer says that this very sending has been
     * executed; no copy of one before can be on its way then.
     */
    private void attempt(int procedure, byte[] words, Consumer<XdrReader> reply) {
        Opaque cookie = kernel.cookie();
        byte[] arguments = words.clone();
        System.arraycopy(cookie.toBytes(), 0, arguments, Integer.BYTES, cookie.length());
        awaited.put(cookie, reply);
        kernel.tell(
                procedure,
                xdr -> xdr.raw(arguments),
                () ->
                        kernel.process()
                                .after(
                                        AGAIN,
                                        () -> {
                                            if (awaited.remove(cookie) != null) {
                                                attempt(procedure, words, reply);
                                            }
                                        }));
    }
}

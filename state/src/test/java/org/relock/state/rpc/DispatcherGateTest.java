package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.accepted;
import static org.relock.state.rpc.Wire.authError;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** Who is answered at all. */
class DispatcherGateTest {

    private static final int NAME = 1;

    /** A name of three letters, as XDR. */
    private static final String ABC = "00000003" + "61626300";

    private final List<Caller> callers = new ArrayList<>();
    private final FakeOrigin origin = new FakeOrigin();
    private Gate gate = Gate.OPEN;

    private final Program program =
            new Program(PROGRAM, 1)
                    .procedure(
                            NAME,
                            "NAME",
                            xdr -> xdr.string(1024),
                            (caller, name) -> {
                                callers.add(caller);
                                return Answer.now(xdr -> xdr.i32(name.length()));
                            });

    /** Returns the reply in hexadecimal, empty for silence. */
    private String ask(String message) {
        XdrWriter out = new XdrWriter(4);
        new Dispatcher(List.of(program), gate)
                .answer(new XdrReader(ByteBuffer.wrap(Wire.bytes(message))), origin, out);
        return Wire.hex(out.toBytes());
    }

    /** Check 68. */
    @Test
    void callersWhomTheGateKeepsOutAreToldSoWhateverTheyCall() throws Exception {
        List<InetAddress> asked = new ArrayList<>();
        gate =
                remote -> {
                    asked.add(remote);
                    return false;
                };
        assertEquals(authError(7, 7), ask(nullCall(7)));
        assertEquals(authError(7, 7), ask(call(7, PROGRAM, 1, NAME, "00000000")));
        assertEquals(authError(7, 7), ask(call(7, PROGRAM, 1, NAME, "ffffffff")));
        assertEquals(authError(7, 7), ask(call(7, PROGRAM, 2, 0, "")));
        assertEquals(authError(7, 7), ask(call(7, PROGRAM + 1, 1, 0, "")));
        assertEquals(List.of(), callers);
        assertEquals(Inet4Address.getByName("192.0.2.1"), asked.get(0));
    }

    /** Check 69: a rule may need the caller's name, and the call waits for it. */
    @Test
    void aCallWaitsUntilTheGateHasDecided() {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        gate = undecidedUntil(decision);
        assertEquals("", ask(call(7, PROGRAM, 1, NAME, ABC)));
        assertEquals(List.of(), callers);
        decision.complete(true);
        assertEquals(List.of(accepted(7, 0, "00000003")), origin.later);
    }

    @Test
    void aCallThatTheGateRefusesInTheEndIsToldSo() {
        CompletableFuture<Boolean> decision = new CompletableFuture<>();
        gate = undecidedUntil(decision);
        assertEquals("", ask(nullCall(7)));
        decision.complete(false);
        assertEquals(List.of(authError(7, 7)), origin.later);
        assertEquals(List.of(), callers);
    }

    private static Gate undecidedUntil(CompletableFuture<Boolean> decision) {
        return new Gate() {
            @Override
            public boolean allows(InetAddress remote) {
                return false;
            }

            @Override
            public Optional<CompletionStage<Boolean>> undecided(InetAddress remote) {
                return Optional.of(decision);
            }
        };
    }

    private final Credential other = new Credential.Sys(1, "other", 7, 8, List.of(9));

    private Gate believing(CompletableFuture<Optional<Credential>> found) {
        return new Gate() {
            @Override
            public boolean allows(InetAddress remote) {
                return true;
            }

            @Override
            public Optional<Credential> believed(Credential said) {
                return found.getNow(Optional.empty());
            }

            @Override
            public CompletionStage<Optional<Credential>> findOut(Credential said) {
                return found;
            }
        };
    }

    @Test
    void aProcedureSeesTheCredentialThatTheGateBelieves() {
        gate = believing(CompletableFuture.completedFuture(Optional.of(other)));
        assertEquals(accepted(7, 0, "00000003"), ask(call(7, PROGRAM, 1, NAME, ABC)));
        assertEquals(other, callers.get(0).credential());
    }

    @Test
    void aCallWaitsUntilItIsKnownWhatToBelieve() {
        CompletableFuture<Optional<Credential>> found = new CompletableFuture<>();
        gate = believing(found);
        assertEquals("", ask(call(7, PROGRAM, 1, NAME, ABC)));
        assertEquals(List.of(), callers);
        found.complete(Optional.of(other));
        assertEquals(List.of(accepted(7, 0, "00000003")), origin.later);
        assertEquals(other, callers.get(0).credential());
    }

    @Test
    void aCallOfWhichNothingCanBeFoundOutIsNotAnswered() {
        CompletableFuture<Optional<Credential>> found = new CompletableFuture<>();
        gate = believing(found);
        assertEquals("", ask(call(7, PROGRAM, 1, NAME, ABC)));
        found.complete(Optional.empty());
        assertEquals(List.of(""), origin.later);
        assertEquals(List.of(), callers);
    }

    @Test
    void aGateThatThrowsIsASystemError() {
        gate =
                remote -> {
                    throw new IllegalStateException("on purpose");
                };
        assertEquals(accepted(7, 5, ""), ask(nullCall(7)));
    }
}

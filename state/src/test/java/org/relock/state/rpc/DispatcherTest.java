package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.state.rpc.Wire.AUTH_NONE;
import static org.relock.state.rpc.Wire.PROGRAM;
import static org.relock.state.rpc.Wire.accepted;
import static org.relock.state.rpc.Wire.authError;
import static org.relock.state.rpc.Wire.call;
import static org.relock.state.rpc.Wire.nullCall;
import static org.relock.state.rpc.Wire.success;
import static org.relock.state.rpc.Wire.word;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/** What is answered to which bytes, without a socket. */
class DispatcherTest {

    private static final int NAME = 1;
    private static final int THROWS = 2;
    private static final int FAILS = 3;
    private static final int BREAKS_OFF = 4;
    private static final int LATER = 5;
    private static final int SILENT = 6;
    private static final int SYSTEM_ERROR = 8;
    private static final int STUMBLES = 9;
    private static final int DIRECT = 10;

    private static final String SUCCESS_OF_SEVEN = success(7, "");

    private final List<Caller> callers = new ArrayList<>();
    private final List<CompletableFuture<XdrEncodable>> promises = new ArrayList<>();
    private final FakeOrigin origin = new FakeOrigin();

    private Program program(int version) {
        return new Program(PROGRAM, version)
                .procedure(
                        NAME,
                        "NAME",
                        xdr -> xdr.string(1024),
                        (caller, name) -> {
                            callers.add(caller);
                            return Answer.now(xdr -> xdr.i32(name.length()));
                        })
                .procedure(
                        THROWS,
                        "THROWS",
                        XdrReader::i32,
                        (caller, number) -> {
                            throw new IllegalStateException("on purpose");
                        })
                .procedure(
                        FAILS,
                        "FAILS",
                        XdrReader::i32,
                        (caller, number) -> {
                            throw new StackOverflowError("on purpose");
                        })
                .procedure(
                        BREAKS_OFF,
                        "BREAKS_OFF",
                        XdrReader::i32,
                        (caller, number) ->
                                Answer.now(
                                        xdr -> {
                                            xdr.opaque(Opaque.ofHex("00112233445566"));
                                            throw new IllegalStateException("on purpose");
                                        }))
                .procedure(
                        LATER,
                        "LATER",
                        XdrReader::i32,
                        (caller, number) -> {
                            CompletableFuture<XdrEncodable> promise = new CompletableFuture<>();
                            promises.add(promise);
                            return Answer.later(promise);
                        })
                .procedure(
                        DIRECT,
                        "DIRECT",
                        XdrReader::i32,
                        (caller, number) ->
                                Answer.direct(
                                        out -> {
                                            out.i32(number);
                                            return number > 0
                                                    ? Optional.empty()
                                                    : Optional.of(
                                                            Answer.now(xdr -> xdr.string("else")));
                                        }))
                .procedure(SILENT, "SILENT", XdrReader::i32, (caller, number) -> Answer.none())
                .procedure(
                        SYSTEM_ERROR,
                        "SYSTEM_ERROR",
                        XdrReader::i32,
                        (caller, number) -> Answer.systemError())
                .procedure(
                        STUMBLES,
                        "STUMBLES",
                        xdr -> {
                            throw new IllegalArgumentException("on purpose");
                        },
                        (caller, nothing) -> Answer.none());
    }

    /** Returns the reply in hexadecimal, empty for silence. */
    private String ask(String message) {
        Dispatcher dispatcher = new Dispatcher(List.of(program(1), program(3)), Gate.OPEN);
        return ask(dispatcher, message);
    }

    private String ask(Dispatcher dispatcher, String message) {
        XdrWriter out = new XdrWriter(4);
        out.i32(0x0badcafe);
        dispatcher.answer(new XdrReader(ByteBuffer.wrap(Wire.bytes(message))), origin, out);
        String written = Wire.hex(out.toBytes());
        assertTrue(written.startsWith("0badcafe"), "what was there is overwritten");
        return written.substring(8);
    }

    private static String callWith(String credential) {
        return call(7, PROGRAM, 1, 0, credential, AUTH_NONE, "");
    }

    /** AUTH_SYS with a body that is as long as it says. */
    private static String sys(String body) {
        return "00000001" + word(body.length() / 2) + body;
    }

    private static String sysBody(int nameLength, int groups) {
        return "00000005" // stamp
                + word(nameLength)
                + "6d".repeat((nameLength + 3) / 4 * 4)
                + "000003e8" // uid 1000
                + "00000064" // gid 100
                + word(groups)
                + "00000065".repeat(groups);
    }

    /** Check 26. */
    @Test
    void nullIsAnswered() {
        assertEquals(SUCCESS_OF_SEVEN, ask(nullCall(7)));
    }

    /** Check 27. */
    @Test
    void anUnknownProcedureIsUnavailable() {
        assertEquals(accepted(7, 3, ""), ask(call(7, PROGRAM, 1, 7, "")));
        assertEquals(accepted(7, 3, ""), ask(call(7, PROGRAM, 1, 0xffffffff, "")));
    }

    /** Check 27. */
    @Test
    void anUnknownVersionIsToldTheVersionsThereAre() {
        String oneToThree = "00000001" + "00000003";
        assertEquals(accepted(7, 2, oneToThree), ask(call(7, PROGRAM, 0, 0, "")));
        assertEquals(accepted(7, 2, oneToThree), ask(call(7, PROGRAM, 2, 0, "")));
        assertEquals(accepted(7, 2, oneToThree), ask(call(7, PROGRAM, -1, 0, "")));
    }

    @Test
    void versionsAreCountedWithoutSign() {
        Dispatcher dispatcher = new Dispatcher(List.of(program(-1), program(2)), Gate.OPEN);
        assertEquals(
                accepted(7, 2, "00000002" + "ffffffff"),
                ask(dispatcher, call(7, PROGRAM, 1, 0, "")));
    }

    @Test
    void anUnknownProgramIsUnavailable() {
        assertEquals(accepted(7, 1, ""), ask(call(7, PROGRAM + 1, 1, 0, "")));
    }

    /** Check 28. */
    @Test
    void aNameOfOneByteTooManyIsGarbageAndOneOfJustEnoughIsNot() {
        String name = word(1024) + "61".repeat(1024);
        String longer = word(1025) + "61".repeat(1028);
        assertEquals(success(7, "00000400"), ask(call(7, PROGRAM, 1, NAME, name)));
        assertEquals(accepted(7, 4, ""), ask(call(7, PROGRAM, 1, NAME, longer)));
        assertEquals(accepted(7, 4, ""), ask(call(7, PROGRAM, 1, NAME, "ffffffff")));
    }

    /** Check 29. */
    @Test
    void truncatedArgumentsAreGarbage() {
        String whole = call(7, PROGRAM, 1, NAME, word(6) + "616263646566" + "0000");
        assertEquals(success(7, "00000006"), ask(whole));
        for (int end = 80; end < whole.length(); end += 2) {
            assertEquals(accepted(7, 4, ""), ask(whole.substring(0, end)), "cut at " + end / 2);
        }
    }

    @Test
    void bytesAfterTheArgumentsAreIgnored() {
        assertEquals(
                success(7, "00000001"),
                ask(call(7, PROGRAM, 1, NAME, word(1) + "61000000" + "deadbeef")));
    }

    @Test
    void anotherVersionOfRpcIsToldOurs() {
        String versionThree = nullCall(7).replaceFirst("^(.{16}).{8}", "$1" + "00000003");
        assertEquals(
                "00000007" + "00000001" + "00000001" + "00000000" + "00000002" + "00000002",
                ask(versionThree));
    }

    @Test
    void aReplyIsNotAnswered() {
        assertEquals("", ask(nullCall(7).replaceFirst("^(.{8}).{8}", "$1" + "00000001")));
        assertEquals("", ask(nullCall(7).replaceFirst("^(.{8}).{8}", "$1" + "00000002")));
    }

    @Test
    void whatIsShorterThanACallIsNotAnswered() {
        for (int end = 0; end < 80; end += 2) {
            assertEquals("", ask(nullCall(7).substring(0, end)), "cut at " + end / 2);
        }
    }

    /** oncrpc4j K3: an allocation of 2 GiB for each datagram of 32 bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"7ffffff0", "7fffffff", "ffffffff", "80000000", "00000191"})
    void aCredentialOf2GibBytesIsNotAnsweredAndTakesNoMemory(String length) {
        String more = "00".repeat(0x194);
        assertEquals("", ask(call(7, PROGRAM, 1, 0, "00000000" + length, "", "")));
        assertEquals("", ask(callWith("00000000" + length + more)));
        assertEquals("", ask(callWith("00000001" + length + more)));
        assertEquals("", ask(call(7, PROGRAM, 1, 0, AUTH_NONE, "00000000" + length, more)));
    }

    @Test
    void aCredentialOf400BytesIsRead() {
        String body = word(0x190) + "00".repeat(0x190);
        assertEquals(SUCCESS_OF_SEVEN, ask(callWith("00000000" + body)));
        assertEquals(
                SUCCESS_OF_SEVEN, ask(call(7, PROGRAM, 1, 0, AUTH_NONE, "00000063" + body, "")));
    }

    @Test
    void aCredentialLongerThanTheMessageIsNotAnswered() {
        assertEquals("", ask(callWith("00000000" + "00000190")));
    }

    /** oncrpc4j 1.6: the verifier of AUTH_SYS calls was echoed. */
    @Test
    void theVerifierOfAReplyIsEmptyWhateverTheCallsWas() {
        String verifier = "00000001" + "00000008" + "1122334455667788";
        assertEquals(
                SUCCESS_OF_SEVEN, ask(call(7, PROGRAM, 1, 0, sys(sysBody(3, 2)), verifier, "")));
    }

    @Test
    void whatACallerSaysOfItselfIsHandedOn() {
        String body = sysBody(3, 2);
        ask(call(7, PROGRAM, 1, NAME, sys(body), AUTH_NONE, "00000000"));
        Caller caller = callers.get(0);
        assertEquals(
                new Credential.Sys(5, "mmm", 1000, 100, List.of(101, 101)), caller.credential());
        assertEquals(7, caller.xid());
        assertEquals(origin.remote(), caller.remote());
        assertEquals(origin.local(), caller.local());
    }

    @Test
    void authSysOfTheLargestSizeIsRead() {
        assertEquals(SUCCESS_OF_SEVEN, ask(callWith(sys(sysBody(255, 16)))));
        assertEquals(SUCCESS_OF_SEVEN, ask(callWith(sys(sysBody(0, 0)))));
    }

    /** oncrpc4j 1.6: more groups, any name length and wrong body lengths were accepted. */
    @Test
    void authSysThatIsNotAsTheRfcSaysIsABadCredential() {
        String badCredential = authError(7, 1);
        assertEquals(badCredential, ask(callWith(sys(sysBody(256, 0)))));
        assertEquals(badCredential, ask(callWith(sys(sysBody(3, 17)))));
        assertEquals(badCredential, ask(callWith(sys(sysBody(3, 2) + "00000000"))));
        String body = sysBody(3, 2);
        assertEquals(badCredential, ask(callWith(sys(body.substring(0, body.length() - 8)))));
        assertEquals(badCredential, ask(callWith(sys(""))));
        assertEquals(badCredential, ask(callWith(sys("00000005" + "7fffffff"))));
    }

    /** oncrpc4j 1.6: AUTH_GSS was accepted though nothing checked it. */
    @Test
    void gssIsABadCredential() {
        assertEquals(authError(7, 1), ask(callWith("00000006" + word(20) + "00".repeat(20))));
    }

    @Test
    void flavoursWeDoNotKnowAreRejected() {
        assertEquals(authError(7, 2), ask(callWith("00000063" + "00000000")));
        assertEquals(authError(7, 2), ask(callWith("00000002" + "00000004" + "01020304")));
    }

    /** oncrpc4j P11: an Error in a selector thread ended the service. */
    @Test
    void aProcedureThatThrowsIsASystemError() {
        assertEquals(accepted(7, 5, ""), ask(call(7, PROGRAM, 1, THROWS, "00000000")));
        assertEquals(accepted(7, 5, ""), ask(call(7, PROGRAM, 1, FAILS, "00000000")));
        assertEquals(accepted(7, 5, ""), ask(call(7, PROGRAM, 1, SYSTEM_ERROR, "00000000")));
    }

    /** oncrpc4j 1.6: an IOException of a procedure was GARBAGE_ARGS. */
    @Test
    void onlyArgumentsThatCannotBeReadAreGarbage() {
        assertEquals(accepted(7, 4, ""), ask(call(7, PROGRAM, 1, THROWS, "000000")));
        assertEquals(accepted(7, 5, ""), ask(call(7, PROGRAM, 1, STUMBLES, "00000000")));
    }

    /** oncrpc4j P8: an error's reply carried bytes of the results that failed. */
    @Test
    void resultsThatBreakOffLeaveNothingInTheReply() {
        assertEquals(accepted(7, 5, ""), ask(call(7, PROGRAM, 1, BREAKS_OFF, "00000000")));
    }

    @Test
    void aProcedureWithoutReplyIsSilent() {
        assertEquals("", ask(call(7, PROGRAM, 1, SILENT, "00000000")));
    }

    @Test
    void answersComeLaterInAnyOrder() {
        assertEquals("", ask(call(1, PROGRAM, 1, LATER, "00000000")));
        assertEquals("", ask(call(2, PROGRAM, 1, LATER, "00000000")));
        assertEquals("", ask(call(3, PROGRAM, 1, LATER, "00000000")));
        assertEquals("", ask(call(4, PROGRAM, 1, LATER, "00000000")));
        assertEquals(List.of(), origin.later);
        promises.get(2).complete(xdr -> xdr.i32(33));
        promises.get(0).completeExceptionally(new IllegalStateException("on purpose"));
        promises.get(1).complete(XdrEncodable.VOID);
        promises.get(3)
                .complete(
                        xdr -> {
                            xdr.i32(1);
                            throw new IllegalStateException("on purpose");
                        });
        assertEquals(
                List.of(
                        success(3, "00000021"),
                        accepted(1, 5, ""),
                        success(2, ""),
                        accepted(4, 5, "")),
                origin.later);
    }

    @Test
    void oneVersionIsNotServedTwice() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Dispatcher(List.of(program(1), program(1)), Gate.OPEN));
    }

    @Test
    void whatIsWrittenDirectlyIsTheAnswerUnlessThereIsAnother() {
        assertEquals(success(7, "00000005"), ask(call(7, PROGRAM, 1, DIRECT, "00000005")));
        assertEquals(success(7, "00000004656c7365"), ask(call(7, PROGRAM, 1, DIRECT, "00000000")));
    }
}

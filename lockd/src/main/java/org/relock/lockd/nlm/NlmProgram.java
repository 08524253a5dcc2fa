package org.relock.lockd.nlm;

import java.util.ArrayList;
import java.util.List;
import org.relock.state.nsm.SmStatus;
import org.relock.state.rpc.Program;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrDecoder;

/**
 * {@code NLM_PROG} (RFC 1813, appendix II; XNFS, chapter 10): a procedure a line, each in a file of
 * its own. There is no version 2, which never was one for locks, so it is a PROG_MISMATCH.
 */
public final class NlmProgram {

    private final NlmVersion version;
    private final NlmDesk desk;
    private final NlmLog log;
    private final KeptResults kept;
    private final boolean zeroCookies;
    private final Program program;

    private NlmProgram(
            NlmVersion version, NlmDesk desk, NlmLog log, KeptResults kept, boolean zeroCookies) {
        this.version = version;
        this.desk = desk;
        this.log = log;
        this.kept = kept;
        this.zeroCookies = zeroCookies;
        program = new Program(Nlm.PROGRAM, version.number());
    }

    /** Returns the tables of versions 1, 3 and 4. */
    static List<Program> of(NlmDesk desk) {
        return of(desk, false);
    }

    /**
     * Returns the tables of versions 1, 3 and 4.
     *
     * @param zeroCookies whether a cookie of no bytes comes back as four zeros
     */
    public static List<Program> of(NlmDesk desk, boolean zeroCookies) {
        NlmLog log = new NlmLog(desk.counters(), desk.ticker());
        KeptResults kept = new KeptResults(desk.ticker());
        // One for all versions: a client may unlock in one what it locks in another.
        Reception reception =
                new Reception(desk.files(), desk.clients(), desk.locks(), desk.safety(), log);
        List<Program> programs = new ArrayList<>();
        for (NlmVersion version : NlmVersion.values()) {
            programs.add(new NlmProgram(version, desk, log, kept, zeroCookies).table(reception));
        }
        return programs;
    }

    private Program table(Reception reception) {
        locks(reception);
        ignored();
        program.procedure(
                        Nlm.GRANTED_RES,
                        "NLM_GRANTED_RES",
                        whole((any, xdr) -> NlmRes.decode(xdr)),
                        new GrantedResCall(desk))
                .procedure(
                        Nlm.SM_NOTIFY,
                        "NLM_SM_NOTIFY",
                        SmStatus::decode,
                        new SmNotifyCall(desk, log))
                .cached(Nlm.LOCK, Nlm.CANCEL, Nlm.UNLOCK);
        if (version != NlmVersion.V1) {
            shares(reception);
        }
        return program;
    }

    private void locks(Reception reception) {
        TestCall test = new TestCall(version, desk, reception);
        LockCall lock = new LockCall(version, desk, reception, true);
        CancelCall cancel = new CancelCall(version, desk, reception);
        UnlockCall unlock = new UnlockCall(version, desk, reception);
        replied(Nlm.TEST, "NLM_TEST", TestArgs::decode, test);
        replied(Nlm.LOCK, "NLM_LOCK", LockArgs::decode, lock);
        replied(Nlm.CANCEL, "NLM_CANCEL", CancelArgs::decode, cancel);
        replied(Nlm.UNLOCK, "NLM_UNLOCK", UnlockArgs::decode, unlock);
        replied(Nlm.GRANTED, "NLM_GRANTED", TestArgs::decode, new GrantedCall(version));
        messaged(Nlm.TEST_MSG, "NLM_TEST_MSG", TestArgs::decode, test);
        messaged(Nlm.LOCK_MSG, "NLM_LOCK_MSG", LockArgs::decode, lock);
        messaged(Nlm.CANCEL_MSG, "NLM_CANCEL_MSG", CancelArgs::decode, cancel);
        messaged(Nlm.UNLOCK_MSG, "NLM_UNLOCK_MSG", UnlockArgs::decode, unlock);
    }

    private void ignored() {
        ignored(Nlm.GRANTED_MSG, "NLM_GRANTED_MSG", TestArgs::decode);
        ignored(Nlm.TEST_RES, "NLM_TEST_RES", TestRes::decode);
        ignored(Nlm.LOCK_RES, "NLM_LOCK_RES", (any, xdr) -> NlmRes.decode(xdr));
        ignored(Nlm.CANCEL_RES, "NLM_CANCEL_RES", (any, xdr) -> NlmRes.decode(xdr));
        ignored(Nlm.UNLOCK_RES, "NLM_UNLOCK_RES", (any, xdr) -> NlmRes.decode(xdr));
    }

    private void shares(Reception reception) {
        ShareCall share = new ShareCall(version, desk, reception);
        UnshareCall unshare = new UnshareCall(version, desk, reception);
        LockCall unmonitored = new LockCall(version, desk, reception, false);
        FreeAllCall freeAll = new FreeAllCall(desk, reception);
        replied(Nlm.SHARE, "NLM_SHARE", ShareArgs::decode, share);
        replied(Nlm.UNSHARE, "NLM_UNSHARE", ShareArgs::decode, unshare);
        replied(Nlm.NM_LOCK, "NLM_NM_LOCK", LockArgs::decode, unmonitored);
        program.procedure(
                Nlm.FREE_ALL,
                "NLM_FREE_ALL",
                whole((any, xdr) -> NlmNotify.decode(xdr)),
                answering(Nlm.FREE_ALL, "NLM_FREE_ALL", freeAll));
        program.cached(Nlm.SHARE, Nlm.UNSHARE, Nlm.NM_LOCK, Nlm.FREE_ALL);
    }

    /**
     * Bytes behind the arguments are GARBAGE_ARGS (NLM check 5): no client sends any, and who does
     * may have meant something else. Only the word of our own status monitor is heard all the same.
     */
    private <A> XdrDecoder<A> whole(VersionedDecoder<A> arguments) {
        return xdr -> {
            A read = arguments.decode(version, xdr);
            if (xdr.remaining() > 0) {
                throw new MalformedXdrException(xdr.remaining() + " bytes behind the arguments");
            }
            return read;
        };
    }

    /** The same for arguments that begin with a cookie. */
    private <A> XdrDecoder<A> withCookie(VersionedDecoder<A> arguments) {
        XdrDecoder<A> whole = whole(arguments);
        return zeroCookies ? xdr -> whole.decode(ZeroCookie.filled(xdr)) : whole;
    }

    private <A> void replied(
            int procedure, String name, VersionedDecoder<A> arguments, Decision<A> decision) {
        program.procedure(
                procedure, name, withCookie(arguments), answering(procedure, name, decision));
    }

    private <A> Replied<A> answering(int procedure, String name, Decision<A> decision) {
        return new Replied<>(procedure, name, version, decision, desk.counters(), log);
    }

    private <A> void messaged(
            int procedure, String name, VersionedDecoder<A> arguments, Decision<A> decision) {
        program.procedure(
                procedure,
                name,
                withCookie(arguments),
                new Messaged<>(procedure, name, version, decision, desk, kept, log));
    }

    private <A> void ignored(int procedure, String name, VersionedDecoder<A> arguments) {
        program.procedure(
                procedure, name, whole(arguments), new Ignored<>(procedure, desk.counters()));
    }
}

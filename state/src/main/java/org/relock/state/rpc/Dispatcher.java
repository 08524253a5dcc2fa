package org.relock.state.rpc;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;
import org.relock.state.xdr.XdrWriter;

/**
 * Answers RPC messages: bytes in, bytes out. It knows no socket, so whoever can deliver bytes, a
 * simulator for instance, has the whole of our RPC behaviour. It waits for nothing and keeps
 * nothing, and may be used by any number of threads at once.
 */
public final class Dispatcher {

    /** What has become of a message. */
    public enum Outcome {
        /** The reply has been written. */
        REPLIED,
        /** Nothing has been written, nor will be. */
        SILENT,
        /** Nothing has been written; {@link Origin#replyLater} will be called once. */
        LATER
    }

    /** Room for most replies, in bytes. */
    private static final int USUAL_REPLY_BYTES = 128;

    private final Program[] programs;
    private final Gate gate;
    private final Optional<ReplyCache> replies;

    /** Answers for {@code programs}, each of them one version of one program, behind a gate. */
    public Dispatcher(Collection<Program> programs, Gate gate) {
        this(programs, gate, Optional.empty());
    }

    /** The same with a cache for the replies of procedures that want it. */
    public Dispatcher(Collection<Program> programs, Gate gate, Optional<ReplyCache> replies) {
        this.programs = programs.toArray(new Program[0]);
        this.gate = gate;
        this.replies = replies;
        for (int i = 0; i < this.programs.length; i++) {
            for (int j = 0; j < i; j++) {
                if (this.programs[i].number() == this.programs[j].number()
                        && this.programs[i].version() == this.programs[j].version()) {
                    throw new IllegalArgumentException("a program's version is there twice");
                }
            }
        }
    }

    /** Returns the programs answered for. */
    public List<Program> programs() {
        return List.of(programs);
    }

    /**
     * Answers one message, which ends where {@code message} does.
     *
     * @param out what is there already is left alone; the reply is written behind it
     */
    public Outcome answer(XdrReader message, Origin origin, XdrWriter out) {
        CallHeader call;
        try {
            call = CallHeader.decode(message);
        } catch (MalformedXdrException e) {
            // It cannot be told from noise, and a reply to noise would only make more of it.
            return Outcome.SILENT;
        }
        return guarded(call, out, () -> answer(call, message, origin, out));
    }

    /** One step of an answer. */
    private interface Step {
        Outcome take() throws MalformedXdrException;
    }

    /** Takes a step; whatever comes of it, there is an outcome. */
    private static Outcome guarded(CallHeader call, XdrWriter out, Step step) {
        int start = out.size();
        try {
            return step.take();
        } catch (MalformedXdrException e) {
            out.truncate(start);
            Replies.garbageArguments(out, call.xid());
        } catch (Throwable e) { // Whatever a handler does, the next call is served.
            RpcLog.failed(call.program(), call.version(), call.procedure(), e);
            out.truncate(start);
            Replies.systemError(out, call.xid());
        }
        return Outcome.REPLIED;
    }

    private Outcome answer(CallHeader call, XdrReader message, Origin origin, XdrWriter out)
            throws MalformedXdrException {
        int xid = call.xid();
        if (call.rpcVersion() != CallHeader.RPC_VERSION) {
            Replies.rpcMismatch(out, xid);
            return Outcome.REPLIED;
        }
        Credential credential;
        try {
            credential = Credentials.decode(call.flavor(), call.credential());
        } catch (MalformedXdrException e) {
            Replies.authError(out, xid, Credentials.refusal(call.flavor()));
            return Outcome.REPLIED;
        }
        InetAddress remote = origin.remote().getAddress();
        Optional<CompletionStage<Boolean>> undecided = gate.undecided(remote);
        if (undecided.isPresent()) {
            Late late = late(call, message, origin);
            var unused =
                    undecided
                            .get()
                            .whenComplete(
                                    (allowed, failure) ->
                                            late.decided(failure == null && allowed, credential));
            return Outcome.LATER;
        }
        if (!gate.allows(remote)) {
            Replies.authError(out, xid, Credentials.Refusal.FAILED);
            return Outcome.REPLIED;
        }
        Optional<Credential> believed = gate.believed(credential);
        if (believed.isEmpty()) {
            late(call, message, origin).decided(true, credential);
            return Outcome.LATER;
        }
        return serve(call, believed.get(), message, origin, out);
    }

    /** Keeps a call: the buffer it is in will be read into again, so nothing may look at that. */
    private Late late(CallHeader call, XdrReader message, Origin origin) {
        return new Late(call.withoutCredential(), message.copyOfRest(), origin);
    }

    /** A call that waits until it is known who makes it. */
    private final class Late {
        private final CallHeader call;
        private final XdrReader arguments;
        private final Origin origin;

        Late(CallHeader call, XdrReader arguments, Origin origin) {
            this.call = call;
            this.arguments = arguments;
            this.origin = origin;
        }

        void decided(boolean letIn, Credential said) {
            if (!letIn) {
                XdrWriter out = new XdrWriter(USUAL_REPLY_BYTES);
                Replies.authError(out, call.xid(), Credentials.Refusal.FAILED);
                origin.replyLater(out.written(), Origin.NOTHING);
                return;
            }
            var unused =
                    gate.findOut(said)
                            .whenComplete(
                                    (found, failure) -> {
                                        if (failure == null && found.isPresent()) {
                                            answer(found.get());
                                        } else {
                                            // Of silence, nothing.
                                            origin.replyLater(
                                                    ByteBuffer.allocate(0), Origin.NOTHING);
                                        }
                                    });
        }

        private void answer(Credential credential) {
            LateOrigin late = new LateOrigin(origin);
            XdrWriter out = new XdrWriter(USUAL_REPLY_BYTES);
            Outcome outcome =
                    guarded(call, out, () -> serve(call, credential, arguments, late, out));
            if (outcome != Outcome.LATER) {
                // Of silence, nothing.
                origin.replyLater(out.written(), late.afterwards());
            }
        }
    }

    private Outcome serve(
            CallHeader call, Credential credential, XdrReader message, Origin origin, XdrWriter out)
            throws MalformedXdrException {
        int xid = call.xid();
        for (Program program : programs) {
            if (program.number() == call.program() && program.version() == call.version()) {
                Caller caller =
                        new Caller(
                                origin.remote(),
                                origin.local(),
                                origin.transport(),
                                credential,
                                xid);
                if (replies.isPresent() && program.isCached(call.procedure())) {
                    return once(replies.get(), program, call, caller, message, origin, out);
                }
                return serve(program, call, caller, message, origin, out);
            }
        }
        noSuchProgram(call, out);
        return Outcome.REPLIED;
    }

    private static Outcome serve(
            Program program,
            CallHeader call,
            Caller caller,
            XdrReader message,
            Origin origin,
            XdrWriter out)
            throws MalformedXdrException {
        Optional<Answer> answer = program.answer(caller, call.procedure(), message);
        if (answer.isPresent()) {
            return write(answer.get(), call, origin, out);
        }
        Replies.procedureUnavailable(out, call.xid());
        return Outcome.REPLIED;
    }

    /** Serves a call unless it has come before; then it gets the same reply, if there is one. */
    private static Outcome once(
            ReplyCache cache,
            Program program,
            CallHeader call,
            Caller caller,
            XdrReader message,
            Origin origin,
            XdrWriter out) {
        CachedCall key = cache.key(caller.remote().getAddress(), call, message);
        switch (cache.claim(key)) {
            case IN_PROGRESS -> {
                return Outcome.SILENT;
            }
            case DONE -> {
                out.raw(key.reply);
                return key.reply.length == 0 ? Outcome.SILENT : Outcome.REPLIED;
            }
            case NEW -> {}
        }
        int start = out.size();
        Origin keeping = new KeepingOrigin(origin, cache, key);
        Outcome outcome =
                guarded(call, out, () -> serve(program, call, caller, message, keeping, out));
        if (outcome != Outcome.LATER) {
            cache.done(key, out.toBytes(start));
        }
        return outcome;
    }

    /** PROG_MISMATCH if there are other versions of the program, else PROG_UNAVAIL. */
    private void noSuchProgram(CallHeader call, XdrWriter out) {
        boolean found = false;
        int low = 0;
        int high = 0;
        for (Program program : programs) {
            if (program.number() == call.program()) {
                int version = program.version();
                low = !found || Integer.compareUnsigned(version, low) < 0 ? version : low;
                high = !found || Integer.compareUnsigned(version, high) > 0 ? version : high;
                found = true;
            }
        }
        if (found) {
            Replies.programMismatch(out, call.xid(), low, high);
        } else {
            Replies.programUnavailable(out, call.xid());
        }
    }

    private static Outcome write(Answer answer, CallHeader call, Origin origin, XdrWriter out) {
        if (answer instanceof Answer.Now now) {
            origin.afterReply(now.afterwards());
            Replies.success(out, call.xid());
            now.results().encode(out);
            return Outcome.REPLIED;
        }
        if (answer instanceof Answer.Written written) {
            int start = out.size();
            Replies.success(out, call.xid());
            Optional<Answer> instead = written.results().write(out);
            if (instead.isPresent()) {
                out.truncate(start);
                return write(instead.get(), call, origin, out);
            }
            return Outcome.REPLIED;
        }
        if (answer instanceof Answer.Later later) {
            replyLater(later, call, origin);
            return Outcome.LATER;
        }
        if (answer instanceof Answer.SystemError) {
            Replies.systemError(out, call.xid());
            return Outcome.REPLIED;
        }
        return Outcome.SILENT;
    }

    private static void replyLater(Answer.Later later, CallHeader call, Origin origin) {
        int xid = call.xid();
        int program = call.program();
        int version = call.version();
        int procedure = call.procedure();
        // The header itself is not kept: it holds a view of a buffer that will be read into again.
        var unused =
                later.results()
                        .whenComplete(
                                (value, failure) -> {
                                    XdrWriter out = new XdrWriter(USUAL_REPLY_BYTES);
                                    if (failure == null) {
                                        try {
                                            Replies.success(out, xid);
                                            value.encode(out);
                                        } catch (Throwable e) { // A reply is owed all the same.
                                            RpcLog.failed(program, version, procedure, e);
                                            out.truncate(0);
                                            Replies.systemError(out, xid);
                                        }
                                    } else {
                                        RpcLog.failed(program, version, procedure, failure);
                                        Replies.systemError(out, xid);
                                    }
                                    origin.replyLater(out.written(), later.afterwards());
                                });
    }
}

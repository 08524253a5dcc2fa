package org.relock.lockd.nfs3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.relock.lockd.accesslog.Access;
import org.relock.lockd.accesslog.AccessLog;
import org.relock.lockd.export.Export;
import org.relock.lockd.export.Exports;
import org.relock.lockd.export.FileHandle;
import org.relock.lockd.vfs.FileException;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Credential;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/**
 * A procedure whose calls are logged with what became of them, if they have a handle of ours.
 *
 * @param <A> the arguments
 */
final class Logged<A> implements Procedure<A> {

    private final Procedure<A> inner;
    private final String operation;
    private final Function<A, Touched> touched;
    private final AccessLog log;
    private final Exports exports;

    /**
     * What a call is about.
     *
     * @param objects handles and names, as they came
     * @param offset the first byte
     * @param count how many; negative where there are no bytes
     */
    record Touched(List<Shown> objects, long offset, long count) {

        static Touched bytes(Opaque file, long offset, int count) {
            return new Touched(
                    List.of(new Shown(file, Optional.empty())),
                    offset,
                    Integer.toUnsignedLong(count));
        }

        static Touched file(Opaque file) {
            return new Touched(List.of(new Shown(file, Optional.empty())), -1, -1);
        }

        static Touched names(Named... names) {
            List<Shown> objects = new ArrayList<>();
            for (Named name : names) {
                objects.add(new Shown(name.directory(), Optional.of(name.anyName())));
            }
            return new Touched(objects, -1, -1);
        }

        static Touched link(LinkArgs arguments) {
            Named link = arguments.link();
            return new Touched(
                    List.of(
                            new Shown(arguments.file(), Optional.empty()),
                            new Shown(link.directory(), Optional.of(link.anyName()))),
                    -1,
                    -1);
        }
    }

    /** A handle and, if it is a directory's, a name in it. */
    record Shown(Opaque handle, Optional<Opaque> name) {}

    Logged(
            Procedure<A> inner,
            String operation,
            Function<A, Touched> touched,
            AccessLog log,
            Exports exports) {
        this.inner = inner;
        this.operation = operation;
        this.touched = touched;
        this.log = log;
        this.exports = exports;
    }

    @Override
    public Reply on(Caller caller, A arguments) throws FileException {
        try {
            Reply reply = inner.on(caller, arguments);
            add(caller, arguments, reply);
            return reply;
        } catch (FileException e) {
            add(caller, arguments, e.status().name());
            throw e;
        }
    }

    @Override
    public Optional<Reply> now(Caller caller, A arguments) throws FileException {
        try {
            Optional<Reply> reply = inner.now(caller, arguments);
            reply.ifPresent(answer -> add(caller, arguments, answer));
            return reply;
        } catch (FileException e) {
            add(caller, arguments, e.status().name());
            throw e;
        }
    }

    /** A failure is logged when it is found again where it is answered. */
    @Override
    public boolean direct(Caller caller, A arguments, XdrWriter out) throws FileException {
        boolean written = inner.direct(caller, arguments, out);
        if (written) {
            add(caller, arguments, "OK");
        }
        return written;
    }

    @Override
    public boolean isDirect() {
        return inner.isDirect();
    }

    @Override
    public Optional<A> kept(A arguments) {
        return inner.kept(arguments);
    }

    private void add(Caller caller, A arguments, Reply reply) {
        add(caller, arguments, reply.error().isPresent() ? reply.error().get().name() : "OK");
    }

    private Optional<FileHandle> open(Opaque handle) {
        return Reception.isPublic(handle)
                ? exports.publicExport().map(export -> FileHandle.in(export, export.files().root()))
                : exports.open(handle);
    }

    private void add(Caller caller, A arguments, String status) {
        Touched what = touched.apply(arguments);
        List<Access.Named> objects = new ArrayList<>();
        Optional<Export> export = Optional.empty();
        for (Shown shown : what.objects()) {
            Optional<FileHandle> file = open(shown.handle());
            if (file.isEmpty()) {
                return; // Strangers who make up handles shall not push others out of the log.
            }
            export = export.isPresent() ? export : exports.of(file.get());
            objects.add(new Access.Named(file.get().file().bytes(), shown.name()));
        }
        if (export.isEmpty() || !log.wants(export.get().path())) {
            return;
        }
        Optional<Integer> uid =
                caller.credential() instanceof Credential.Sys sys
                        ? Optional.of(sys.uid())
                        : Optional.empty();
        log.add(
                new Access(
                        log.millis(),
                        caller.remote().getAddress(),
                        uid,
                        export.get().path(),
                        operation,
                        status,
                        what.offset(),
                        what.count(),
                        objects));
    }

    @Override
    public int attributesOfFailure() {
        return inner.attributesOfFailure();
    }

    @Override
    public void refused(A arguments) {
        inner.refused(arguments);
        // Nothing was done: the client asks again.
    }
}

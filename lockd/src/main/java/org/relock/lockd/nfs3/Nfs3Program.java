package org.relock.lockd.nfs3;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.relock.lockd.accesslog.AccessLog;
import org.relock.lockd.export.Exports;
import org.relock.lockd.nfs3.Logged.Touched;
import org.relock.state.rpc.Limits;
import org.relock.state.rpc.Program;
import org.relock.state.time.Ticker;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrDecoder;

/**
 * {@code NFS_PROGRAM}, version 3 (RFC 1813): a procedure a line, each in a file of its own. There
 * is no version 2, so it is a PROG_MISMATCH.
 */
public final class Nfs3Program {

    private final Executor workers;
    private final Nfs3Counters counters;
    private final Ticker ticker;
    private final Program program = new Program(Nfs3.PROGRAM, Nfs3.VERSION);

    private final Exports exports;
    private final Optional<AccessLog> log;

    private Nfs3Program(
            Exports exports,
            Executor workers,
            Nfs3Counters counters,
            Ticker ticker,
            Optional<AccessLog> log) {
        this.exports = exports;
        this.workers = workers;
        this.counters = counters;
        this.ticker = ticker;
        this.log = log;
    }

    /**
     * Returns the table of procedures.
     *
     * @param workers do everything that may wait; a bounded number of threads and of tasks, of
     *     which one too many is to be refused
     */
    public static Program of(
            Exports exports, Executor workers, Nfs3Counters counters, Ticker ticker) {
        return of(exports, workers, counters, ticker, Optional.empty());
    }

    /**
     * Returns the table of procedures.
     *
     * @param workers as above
     * @param log what is read and changed is told to it
     */
    public static Program of(
            Exports exports,
            Executor workers,
            Nfs3Counters counters,
            Ticker ticker,
            Optional<AccessLog> log) {
        return new Nfs3Program(exports, workers, counters, ticker, log)
                .table(
                        new Reception(exports),
                        new Payloads(Nfs3Limits.PAYLOADS, Nfs3Limits.KEPT_PAYLOADS));
    }

    /** Returns {@code limits} with room for the largest READs and WRITEs. */
    public static Limits limits(Limits limits) {
        return limits.withRecordBytes(Nfs3Limits.TCP_TRANSFER + Nfs3Limits.CALL_OVERHEAD)
                .withBuffers(Nfs3Limits.UNSENT, Nfs3Limits.BUFFERED);
    }

    private Program table(Reception reception, Payloads payloads) {
        XdrDecoder<Opaque> handle = Wire::handle;
        add(Nfs3.GETATTR, "GETATTR", handle, new GetattrCall(reception));
        add(Nfs3.SETATTR, "SETATTR", SetattrArgs::decode, new SetattrCall(reception));
        add(Nfs3.LOOKUP, "LOOKUP", Named::decode, new LookupCall(exports, reception));
        add(Nfs3.ACCESS, "ACCESS", AccessArgs::decode, new AccessCall(reception));
        add(Nfs3.READLINK, "READLINK", handle, new ReadlinkCall(reception));
        add(
                Nfs3.READ,
                "READ",
                ReadArgs::decode,
                log(
                        Nfs3.READ,
                        new ReadCall(reception, payloads, counters),
                        read -> Touched.bytes(read.file(), read.offset(), read.count())));
        add(
                Nfs3.WRITE,
                "WRITE",
                xdr -> WriteJob.decode(xdr, payloads),
                log(
                        Nfs3.WRITE,
                        new WriteCall(reception, payloads, counters),
                        write ->
                                Touched.bytes(
                                        write.arguments().file(),
                                        write.arguments().offset(),
                                        write.arguments().count())));
        add(
                Nfs3.CREATE,
                "CREATE",
                CreateArgs::decode,
                log(Nfs3.CREATE, new CreateCall(reception), made -> Touched.names(made.where())));
        add(
                Nfs3.MKDIR,
                "MKDIR",
                MkdirArgs::decode,
                log(Nfs3.MKDIR, new MkdirCall(reception), made -> Touched.names(made.where())));
        add(
                Nfs3.SYMLINK,
                "SYMLINK",
                SymlinkArgs::decode,
                log(Nfs3.SYMLINK, new SymlinkCall(reception), made -> Touched.names(made.where())));
        add(
                Nfs3.MKNOD,
                "MKNOD",
                MknodArgs::decode,
                log(Nfs3.MKNOD, new MknodCall(reception), made -> Touched.names(made.where())));
        add(
                Nfs3.REMOVE,
                "REMOVE",
                Named::decode,
                log(Nfs3.REMOVE, new RemoveCall(reception, false), Touched::names));
        add(
                Nfs3.RMDIR,
                "RMDIR",
                Named::decode,
                log(Nfs3.RMDIR, new RemoveCall(reception, true), Touched::names));
        add(
                Nfs3.RENAME,
                "RENAME",
                RenameArgs::decode,
                log(
                        Nfs3.RENAME,
                        new RenameCall(reception),
                        names -> Touched.names(names.from(), names.to())));
        add(
                Nfs3.LINK,
                "LINK",
                LinkArgs::decode,
                log(Nfs3.LINK, new LinkCall(reception), Touched::link));
        add(Nfs3.READDIR, "READDIR", ReaddirArgs::decode, new ReaddirCall(reception));
        add(
                Nfs3.READDIRPLUS,
                "READDIRPLUS",
                ReaddirplusArgs::decode,
                new ReaddirplusCall(reception));
        add(Nfs3.FSSTAT, "FSSTAT", handle, new FsstatCall(reception));
        add(Nfs3.FSINFO, "FSINFO", handle, new FsinfoCall(reception));
        add(Nfs3.PATHCONF, "PATHCONF", handle, new PathconfCall(reception));
        add(Nfs3.COMMIT, "COMMIT", ReadArgs::decode, new CommitCall(reception));
        // What must not run twice. A WRITE may, and would push the others out of the cache.
        return program.cached(
                Nfs3.SETATTR,
                Nfs3.CREATE,
                Nfs3.MKDIR,
                Nfs3.SYMLINK,
                Nfs3.MKNOD,
                Nfs3.REMOVE,
                Nfs3.RMDIR,
                Nfs3.RENAME,
                Nfs3.LINK);
    }

    /** Has a procedure's calls logged, if any are. */
    private <A> Procedure<A> log(int number, Procedure<A> procedure, Function<A, Touched> what) {
        return log.isEmpty()
                ? procedure
                : new Logged<>(procedure, Nfs3.name(number), what, log.get(), exports);
    }

    private <A> void add(int number, String name, XdrDecoder<A> arguments, Procedure<A> procedure) {
        program.procedure(
                number,
                "NFSPROC3_" + name,
                arguments,
                new Served<>(number, procedure, workers, counters, ticker));
    }
}

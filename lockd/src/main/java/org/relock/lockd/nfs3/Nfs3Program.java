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

    private final Reception reception;
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
        this.reception = new Reception(exports);
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
                .table(new Payloads(Nfs3Limits.PAYLOADS, Nfs3Limits.KEPT_PAYLOADS));
    }

    /** Returns {@code limits} with room for the largest READs and WRITEs, and many clients. */
    public static Limits limits(Limits limits) {
        return limits.withRecordBytes(Nfs3Limits.TCP_TRANSFER + Nfs3Limits.CALL_OVERHEAD)
                .withConnections(Nfs3Limits.CONNECTIONS)
                .withBuffers(Nfs3Limits.UNSENT, Nfs3Limits.BUFFERED);
    }

    private Program table(Payloads payloads) {
        XdrDecoder<Opaque> handle = Wire::handle;
        Function<Opaque, Opaque> same = shown -> shown;
        add(Nfs3.GETATTR, "GETATTR", handle, same, new GetattrCall(reception));
        add(
                Nfs3.SETATTR,
                "SETATTR",
                SetattrArgs::decode,
                SetattrArgs::file,
                log(
                        Nfs3.SETATTR,
                        new SetattrCall(reception),
                        change -> Touched.file(change.file())));
        add(
                Nfs3.LOOKUP,
                "LOOKUP",
                Named::decode,
                Named::directory,
                new LookupCall(exports, reception));
        add(Nfs3.ACCESS, "ACCESS", AccessArgs::decode, AccessArgs::file, new AccessCall(reception));
        add(Nfs3.READLINK, "READLINK", handle, same, new ReadlinkCall(reception));
        add(
                Nfs3.READ,
                "READ",
                ReadArgs::decode,
                ReadArgs::file,
                log(
                        Nfs3.READ,
                        new ReadCall(reception, payloads, counters),
                        read -> Touched.bytes(read.file(), read.offset(), read.count())));
        add(
                Nfs3.WRITE,
                "WRITE",
                WriteJob::decode,
                WriteJob::file,
                log(
                        Nfs3.WRITE,
                        new WriteCall(reception, payloads, counters),
                        write ->
                                Touched.bytes(
                                        write.arguments().file(),
                                        write.arguments().offset(),
                                        write.arguments().count())));
        making(Nfs3.CREATE, "CREATE", CreateArgs::decode, new CreateCall(reception));
        making(Nfs3.MKDIR, "MKDIR", MkdirArgs::decode, new MkdirCall(reception));
        making(Nfs3.SYMLINK, "SYMLINK", SymlinkArgs::decode, new SymlinkCall(reception));
        making(Nfs3.MKNOD, "MKNOD", MknodArgs::decode, new MknodCall(reception));
        add(
                Nfs3.REMOVE,
                "REMOVE",
                Named::decode,
                Named::directory,
                log(Nfs3.REMOVE, new RemoveCall(reception, false), Touched::names));
        add(
                Nfs3.RMDIR,
                "RMDIR",
                Named::decode,
                Named::directory,
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
        add(Nfs3.FSSTAT, "FSSTAT", handle, same, new FsstatCall(reception));
        add(Nfs3.FSINFO, "FSINFO", handle, same, new FsinfoCall(reception));
        add(Nfs3.PATHCONF, "PATHCONF", handle, same, new PathconfCall(reception));
        add(Nfs3.COMMIT, "COMMIT", ReadArgs::decode, ReadArgs::file, new CommitCall(reception));
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

    private <A> void making(int number, String name, XdrDecoder<A> arguments, Making<A> procedure) {
        add(
                number,
                name,
                arguments,
                made -> procedure.where(made).directory(),
                log(number, procedure, made -> Touched.names(procedure.where(made))));
    }

    /** Adds a procedure that takes its time, or is about more than one file system. */
    private <A> void add(int number, String name, XdrDecoder<A> arguments, Procedure<A> procedure) {
        program.procedure(
                number,
                "NFSPROC3_" + name,
                arguments,
                new Served<>(number, procedure, workers, counters, ticker));
    }

    /** Adds one that is about what a handle among its arguments leads to. */
    private <A> void add(
            int number,
            String name,
            XdrDecoder<A> arguments,
            Function<A, Opaque> shown,
            Procedure<A> procedure) {
        program.procedure(
                number,
                "NFSPROC3_" + name,
                arguments,
                new Served<>(
                        number,
                        procedure,
                        made -> reception.isPrompt(shown.apply(made)),
                        workers,
                        counters,
                        ticker));
    }
}

package org.relock.lockd.nfs3;

import java.util.concurrent.Executor;
import org.relock.lockd.export.Exports;
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

    private Nfs3Program(Executor workers, Nfs3Counters counters, Ticker ticker) {
        this.workers = workers;
        this.counters = counters;
        this.ticker = ticker;
    }

    /**
     * Returns the table of procedures.
     *
     * @param workers do everything that may wait; a bounded number of threads and of tasks, of
     *     which one too many is to be refused
     */
    public static Program of(
            Exports exports, Executor workers, Nfs3Counters counters, Ticker ticker) {
        return new Nfs3Program(workers, counters, ticker)
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
        add(Nfs3.LOOKUP, "LOOKUP", Named::decode, new LookupCall(reception));
        add(Nfs3.ACCESS, "ACCESS", AccessArgs::decode, new AccessCall(reception));
        add(Nfs3.READLINK, "READLINK", handle, new ReadlinkCall(reception));
        add(Nfs3.READ, "READ", ReadArgs::decode, new ReadCall(reception, payloads, counters));
        add(
                Nfs3.WRITE,
                "WRITE",
                xdr -> WriteJob.decode(xdr, payloads),
                new WriteCall(reception, payloads, counters));
        add(Nfs3.CREATE, "CREATE", CreateArgs::decode, new CreateCall(reception));
        add(Nfs3.MKDIR, "MKDIR", MkdirArgs::decode, new MkdirCall(reception));
        add(Nfs3.SYMLINK, "SYMLINK", SymlinkArgs::decode, new SymlinkCall(reception));
        add(Nfs3.MKNOD, "MKNOD", MknodArgs::decode, new MknodCall(reception));
        add(Nfs3.REMOVE, "REMOVE", Named::decode, new RemoveCall(reception, false));
        add(Nfs3.RMDIR, "RMDIR", Named::decode, new RemoveCall(reception, true));
        add(Nfs3.RENAME, "RENAME", RenameArgs::decode, new RenameCall(reception));
        add(Nfs3.LINK, "LINK", LinkArgs::decode, new LinkCall(reception));
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

    private <A> void add(int number, String name, XdrDecoder<A> arguments, Procedure<A> procedure) {
        program.procedure(
                number,
                "NFSPROC3_" + name,
                arguments,
                new Served<>(number, procedure, workers, counters, ticker));
    }
}

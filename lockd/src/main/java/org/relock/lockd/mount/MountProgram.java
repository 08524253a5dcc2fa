package org.relock.lockd.mount;

import java.util.List;
import java.util.concurrent.Executor;
import org.relock.lockd.export.ExportPaths;
import org.relock.lockd.export.Exports;
import org.relock.state.rpc.Answer;
import org.relock.state.rpc.Caller;
import org.relock.state.rpc.Program;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * {@code MOUNT_PROGRAM} (RFC 1813, appendix I), and versions 1 and 2 (RFC 1094, appendix A), which
 * are there for their lists: they mount for NFSv2 only, which is not served, so MNT is refused by
 * them. EXPORT and DUMP answer everybody, as showmount(8) expects.
 */
public final class MountProgram {

    private static final int LATEST = 3;

    private final Exports exports;
    private final MountList mounts;
    private final MntCall mnt;

    private MountProgram(Exports exports, MountList mounts, Executor disk) {
        this.exports = exports;
        this.mounts = mounts;
        mnt = new MntCall(exports, mounts, disk);
    }

    /** Returns the tables of versions 1, 2 and 3; {@code disk} runs what may wait. */
    public static List<Program> of(Exports exports, MountList mounts, Executor disk) {
        MountProgram program = new MountProgram(exports, mounts, disk);
        return List.of(program.table(1), program.table(2), program.table(LATEST));
    }

    private Program table(int version) {
        Program program =
                new Program(Mount.PROGRAM, version)
                        .procedure(
                                Mount.MNT,
                                "MNT",
                                MountProgram::path,
                                version == LATEST
                                        ? mnt
                                        : (caller, path) -> Answer.now(MountStat.ACCES))
                        .procedure(Mount.DUMP, "DUMP", MountProgram::nothing, this::dump)
                        .procedure(Mount.UMNT, "UMNT", MountProgram::path, this::umnt)
                        .procedure(Mount.UMNTALL, "UMNTALL", MountProgram::nothing, this::umntall)
                        .procedure(Mount.EXPORT, "EXPORT", MountProgram::nothing, this::export);
        return version == LATEST
                ? program
                : program.procedure(
                        Mount.EXPORTALL, "EXPORTALL", MountProgram::nothing, this::export);
    }

    /** {@code dirpath}. */
    private static String path(XdrReader xdr) throws MalformedXdrException {
        return xdr.string(Mount.MAX_PATH_BYTES);
    }

    private static XdrEncodable nothing(XdrReader xdr) {
        return XdrEncodable.VOID;
    }

    private Answer dump(Caller caller, XdrEncodable nothing) {
        return Answer.now(ListReplies.mounts(caller, mounts.all()));
    }

    private Answer export(Caller caller, XdrEncodable nothing) {
        return Answer.now(ListReplies.exports(caller, exports.all()));
    }

    private Answer umnt(Caller caller, String path) {
        ExportPaths.plain(path)
                .ifPresent(plain -> mounts.remove(caller.remote().getAddress(), plain));
        return Answer.now(XdrEncodable.VOID);
    }

    private Answer umntall(Caller caller, XdrEncodable nothing) {
        mounts.removeAll(caller.remote().getAddress());
        return Answer.now(XdrEncodable.VOID);
    }
}

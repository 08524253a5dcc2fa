package org.relock.lockd.nfsacl;

import java.util.concurrent.Executor;
import org.relock.lockd.export.Exports;
import org.relock.lockd.nfs3.Nfs3Counters;
import org.relock.lockd.nfs3.Reception;
import org.relock.lockd.nfs3.Served;
import org.relock.state.rpc.Program;
import org.relock.state.time.Ticker;

/** {@code NFS_ACL_PROGRAM}, version 3. Another version is a PROG_MISMATCH. */
public final class NfsAclProgram {

    private NfsAclProgram() {}

    /**
     * Returns the table of procedures.
     *
     * @param workers do all of it; a bounded number of threads and of tasks, of which one too many
     *     is to be refused
     * @param counters of NFS, which count these calls as well
     */
    public static Program of(
            Exports exports, Executor workers, Nfs3Counters counters, Ticker ticker) {
        Reception reception = new Reception(exports);
        return new Program(NfsAcl.PROGRAM, NfsAcl.VERSION)
                .procedure(
                        NfsAcl.GETACL,
                        "ACLPROC3_GETACL",
                        GetaclArgs::decode,
                        new Served<>(
                                Nfs3Counters.ofAcl(NfsAcl.GETACL),
                                new GetaclCall(reception),
                                workers,
                                counters,
                                ticker))
                .procedure(
                        NfsAcl.SETACL,
                        "ACLPROC3_SETACL",
                        SetaclArgs::decode,
                        new Served<>(
                                Nfs3Counters.ofAcl(NfsAcl.SETACL),
                                new SetaclCall(reception),
                                workers,
                                counters,
                                ticker))
                .cached(NfsAcl.SETACL);
    }
}

package org.relock.lockd;

import java.io.IOException;
import java.nio.file.Path;
import org.relock.state.os.Privileges;
import org.relock.state.rpcbind.Rpcbind;

/**
 * The machine a {@link Service} runs on; tests bring a small one of their own.
 *
 * @param paths its files
 * @param rpcbind its rpcbind
 * @param drop how root's powers are given up
 */
record Machine(RunPaths paths, Rpcbind rpcbind, Drop drop) {

    /** See {@link Privileges#dropToOwnerOf}. */
    @FunctionalInterface
    interface Drop {
        Privileges.Outcome toOwnerOf(Path stateDirectory) throws IOException;
    }

    /** Returns the one we run on. */
    static Machine real() {
        return new Machine(
                RunPaths.ofThisMachine(), Rpcbind.OF_THIS_HOST, Privileges::dropToOwnerOf);
    }
}

package org.relock.state.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives what root creates to the owner of the monitor list, so that it can still be changed after
 * the privileges are gone.
 */
final class Ownership {

    private static final String OWNER = "unix:uid";
    private static final String GROUP = "unix:gid";

    private final Path model;
    private final boolean mayGive;

    private Ownership(Path model, boolean mayGive) {
        this.model = model;
        this.mayGive = mayGive;
    }

    /** Makes one that gives to the owner of {@code model}, if this process is root by now. */
    static Ownership of(Path model) {
        return new Ownership(model, isRoot());
    }

    /** Gives {@code created} away, if this process can and has to. */
    void giveTo(Path created) throws IOException {
        if (!mayGive) {
            return;
        }
        Object uid = Files.getAttribute(model, OWNER);
        Object gid = Files.getAttribute(model, GROUP);
        // A process that was root as it started may not be any longer, and then owns it already.
        if (!uid.equals(Files.getAttribute(created, OWNER))) {
            Files.setAttribute(created, OWNER, uid);
        }
        if (!gid.equals(Files.getAttribute(created, GROUP))) {
            Files.setAttribute(created, GROUP, gid);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), OWNER).equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // No such file system: then ownership is not ours to arrange.
        }
    }
}

package org.relock.state.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives what root creates to the owner of the monitor list, so that it can still be changed after
 * the privileges are gone.
 */
public final class Ownership {

    private static final String OWNER = "unix:uid";
    private static final String GROUP = "unix:gid";
    private static final String BOTH = "unix:uid,gid";

    private final Map<String, Object> owner;

    /** Whether files have to be given away as long as this process is root. */
    private volatile boolean giving;

    private Ownership(Map<String, Object> owner, boolean giving) {
        this.owner = owner;
        this.giving = giving;
    }

    /** Makes one that gives to the owner {@code model} has now, if this process is root by now. */
    public static Ownership of(Path model) throws IOException {
        try {
            Map<String, Object> owner = Files.readAttributes(model, BOTH);
            Map<String, Object> self = Files.readAttributes(Path.of("/proc/self"), BOTH);
            return new Ownership(owner, self.get("uid").equals(0) && !self.equals(owner));
        } catch (UnsupportedOperationException e) {
            return new Ownership(Map.of(), false); // No file system of Unix: no owners to keep.
        }
    }

    /** Gives {@code created} away, if this process can and has to. */
    public void giveTo(Path created) throws IOException {
        if (!giving) {
            return;
        }
        if (Files.readAttributes(created, BOTH).equals(owner)) {
            giving = false; // The privileges are gone, for good: what we create is ours.
            return;
        }
        Files.setAttribute(created, OWNER, owner.get("uid"));
        Files.setAttribute(created, GROUP, owner.get("gid"));
    }
}

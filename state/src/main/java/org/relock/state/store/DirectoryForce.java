package org.relock.state.store;

/** When the directory is forced too, after a new file was. */
public enum DirectoryForce {

    /** Always, as fsync(2) asks for. */
    ALWAYS,

    /**
     * Not on file systems that are known to force the name of a new file together with the file:
     * ext4 (one journal transaction holds both; without a journal it writes the parent directory
     * too), XFS (its log is forced up to the file's last change, which comes after its creation)
     * and btrfs (its log holds a new file's names). After a renaming it is forced on those too.
     */
    WHERE_NEEDED
}

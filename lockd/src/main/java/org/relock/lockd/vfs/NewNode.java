package org.relock.lockd.vfs;

import org.relock.state.xdr.Opaque;

/** What is made under a new name, other than a regular file. */
public sealed interface NewNode {

    /** A directory. */
    record Directory(SetAttributes attributes) implements NewNode {}

    /** A symbolic link to {@code target}, bytes that may be anything but empty or hold a NUL. */
    record SymbolicLink(Opaque target, SetAttributes attributes) implements NewNode {}

    /** A block or character special file. */
    record Device(FileType type, int major, int minor, SetAttributes attributes)
            implements NewNode {}

    /** A socket or named pipe. */
    record Special(FileType type, SetAttributes attributes) implements NewNode {}
}

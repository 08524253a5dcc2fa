package org.relock.lockd.vfs;

/** What a file is. */
public enum FileType {
    /** A regular file. */
    REGULAR,
    /** A directory. */
    DIRECTORY,
    /** A block special file. */
    BLOCK_DEVICE,
    /** A character special file. */
    CHARACTER_DEVICE,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** A socket. */
    SOCKET,
    /** A named pipe. */
    FIFO
}

package org.relock.lockd.nfs3;

import org.relock.state.rpc.Transport;

/** The numbers that the procedures live by. */
final class Nfs3Limits {

    /** The most that one READ or WRITE carries over TCP, in bytes. */
    static final int TCP_TRANSFER = 1_048_576;

    /** The same over UDP, where all of a message is one datagram. */
    static final int UDP_TRANSFER = 32_768;

    /** What a directory is best read with, in bytes. */
    static final int DIRECTORY_TRANSFER = 65_536;

    /** What transfers are best a multiple of: a page, in bytes. */
    static final int TRANSFER_MULTIPLE = 4_096;

    /** All of a call but the data of a WRITE, in bytes: RPC and its credential, handle, numbers. */
    static final int CALL_OVERHEAD = 4_096;

    /** The longest name that is read at all, in bytes; what is longer than a name can be ends. */
    static final int READ_NAME = 4_096;

    /** The longest name, in bytes. */
    static final int NAME = 255;

    /** The longest that a symbolic link can say, in bytes; what is longer is not read. */
    static final int PATH = 4_096;

    /**
     * Data of WRITEs that wait and of READs that are being answered, in bytes; above it they are
     * answered NFS3ERR_JUKEBOX.
     */
    static final int PAYLOADS = 67_108_864;

    /** Data of WRITEs and READs whose buffers are kept for the next, in bytes. */
    static final int KEPT_PAYLOADS = 8_388_608;

    /** Replies that a peer has not taken, on one connection, in bytes. */
    static final int UNSENT = 4_194_304;

    /** All that connections hold, in bytes. */
    static final int BUFFERED = 134_217_728;

    /** Connections open at once, if there are descriptors for them. */
    static final int CONNECTIONS = 16_384;

    private Nfs3Limits() {}

    /** Returns the most that a transport carries of a file or a directory at once, in bytes. */
    static int transfer(Transport transport) {
        return transport == Transport.UDP ? UDP_TRANSFER : TCP_TRANSFER;
    }
}

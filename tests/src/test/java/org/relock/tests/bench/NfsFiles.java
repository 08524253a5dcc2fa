package org.relock.tests.bench;

import java.io.IOException;
import org.relock.state.xdr.Opaque;

/**
 * The files on a server that are worked on.
 *
 * @param file handle of a file of {@link #SIZE} bytes
 * @param directory handle of the directory that it is in
 */
record NfsFiles(Opaque file, Opaque directory) {

    /** Everything the processor's caches do not hold, and little memory, in bytes. */
    static final long SIZE = 64L << 20;

    static final String NAME = "data";

    private static final Opaque NONE = Opaque.copyOf(new byte[32]);

    private static final int CHUNK = 1 << 20;

    /** Makes them. */
    static NfsFiles on(NfsTarget target, int uid) throws IOException {
        if (target.isEcho()) {
            return new NfsFiles(NONE, NONE);
        }
        Opaque top = NfsTalk.mount(target);
        try (NfsTalk talk = new NfsTalk(target.address())) {
            Opaque directory = talk.made(uid, NfsCall.MKDIR, top, "load", 0755);
            Opaque file = talk.made(uid, NfsCall.CREATE, directory, NAME, 0644);
            fill(talk, uid, file, SIZE);
            return new NfsFiles(file, directory);
        }
    }

    /** Writes a file of that size, in bytes. */
    static void fill(NfsTalk talk, int uid, Opaque file, long size) throws IOException {
        NfsCall write = NfsCall.write(uid, file, CHUNK, NfsCall.UNSTABLE, 0, size);
        for (long at = 0; at < size; at += CHUNK) {
            talk.done(write);
        }
    }

    /** Makes a directory of that many files and returns its handle. */
    static Opaque crowd(NfsTarget target, int uid, int entries) throws IOException {
        Opaque top = NfsTalk.mount(target);
        try (NfsTalk talk = new NfsTalk(target.address())) {
            Opaque directory = talk.made(uid, NfsCall.MKDIR, top, "crowd", 0755);
            for (int i = 0; i < entries; i++) {
                talk.done(NfsCall.make(uid, NfsCall.CREATE, directory, "file-number-" + i, 0644));
            }
            return directory;
        }
    }
}

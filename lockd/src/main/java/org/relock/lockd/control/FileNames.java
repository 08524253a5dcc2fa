package org.relock.lockd.control;

import org.relock.lockd.locks.FileKey;
import org.relock.state.xdr.Opaque;

/** How a file is written: the number of its file system, a colon, its name in hexadecimal. */
final class FileNames {

    private FileNames() {}

    static String text(FileKey file) {
        return file.fileSystem() + ":" + file.name();
    }

    static FileKey parse(String text) throws RefusedException {
        int colon = text.indexOf(':');
        try {
            return new FileKey(
                    Integer.parseInt(text.substring(0, Math.max(colon, 0))),
                    Opaque.ofHex(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("a file is written as in 0:01020304");
        }
    }
}

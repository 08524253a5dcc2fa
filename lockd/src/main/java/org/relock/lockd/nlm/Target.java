package org.relock.lockd.nlm;

import org.relock.lockd.locks.ByteRange;
import org.relock.lockd.locks.FileKey;

/** What a request is about. */
sealed interface Target permits Target.At, Refused {

    /** Bytes of a file. */
    record At(FileKey file, ByteRange range) implements Target {}
}

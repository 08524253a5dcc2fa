package org.relock.lockd.export;

import org.relock.lockd.locks.FileKey;

/** What a handle turned out to be. */
public sealed interface Resolution {

    /** A file that the caller may lock. */
    record Found(FileKey file) implements Resolution {}

    /** A handle that is none of ours, or whose file is gone: NLM4_STALE_FH. */
    record Stale() implements Resolution {
        /** The one value there is. */
        public static final Stale INSTANCE = new Stale();
    }

    /** An exclusive lock on a read-only file system: NLM4_ROFS. */
    record ReadOnly() implements Resolution {
        /** The one value there is. */
        public static final ReadOnly INSTANCE = new ReadOnly();
    }

    /** Too many files are open, or too much waits: NLM4_DENIED_NOLOCKS. */
    record NoRoom() implements Resolution {
        /** The one value there is. */
        public static final NoRoom INSTANCE = new NoRoom();
    }

    /** Not a regular file, or the caller may not lock it: NLM4_FAILED. */
    record Refused() implements Resolution {
        /** The one value there is. */
        public static final Refused INSTANCE = new Refused();
    }
}

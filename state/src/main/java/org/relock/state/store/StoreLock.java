package org.relock.state.store;

import java.io.IOException;

/** The right to something, held until it is closed or the process ends, however it ends. */
public interface StoreLock extends AutoCloseable {

    /** Lets another have it. */
    @Override
    void close() throws IOException;
}

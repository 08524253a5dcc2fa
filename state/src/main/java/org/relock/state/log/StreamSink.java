package org.relock.state.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Lines on a stream, each in one write. */
final class StreamSink implements Sink {

    private final String prefix;
    private final OutputStream stream;

    StreamSink(String ident, OutputStream stream) {
        this.prefix = ident + ": ";
        this.stream = stream;
    }

    @Override
    public void write(Severity severity, String text) {
        try {
            stream.write((prefix + text + '\n').getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closed) {
            // There is nowhere left to say so, and a reader that went away must not stop a daemon.
        }
    }
}

package org.relock.lockd.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One peer's bytes, in and out; who neither gives nor takes any for too long is cut off. */
final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    private final SocketChannel channel;
    private final Ticker ticker;
    private final Timer timer;
    private volatile long last;

    Progress(SocketChannel channel, Ticker ticker, Timer timer) {
        this.channel = channel;
        this.ticker = ticker;
        this.timer = timer;
        last = ticker.nanos();
        look();
    }

    private void look() {
        if (!channel.isOpen()) {
            return;
        }
        if (ticker.nanos() - last > ControlLimits.NO_PROGRESS.toNanos()) {
            LOG.warn("Somebody at the control socket hangs and is cut off");
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("Closing a control connection: {}", e.toString());
            }
            return;
        }
        timer.after(ControlLimits.LOOK, this::look);
    }

    /** A command computes for as long as it has to; the peer's time starts afterwards. */
    void made() {
        last = ticker.nanos();
    }

    /** Returns the question's bytes: up to the end of a line, and no more than a question has. */
    InputStream input() {
        return new InputStream() {
            private final ByteBuffer one = ByteBuffer.allocate(1);
            private int left = ControlLimits.QUESTION_BYTES;
            private boolean ended;

            @Override
            public int read() throws IOException {
                if (ended) {
                    return -1;
                }
                if (left-- == 0) {
                    throw new IOException("a question too long");
                }
                one.clear();
                ended = channel.read(one) < 0 || one.get(0) == '\n';
                made();
                return ended ? -1 : one.get(0) & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                // A byte at a time, as questions are short and nothing past the line is ours.
                int read = length == 0 ? 0 : read();
                if (read >= 0 && length > 0) {
                    into[from] = (byte) read;
                    return 1;
                }
                return length == 0 ? 0 : -1;
            }
        };
    }

    /** Takes the answer's bytes. */
    OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                    made();
                }
            }
        };
    }
}

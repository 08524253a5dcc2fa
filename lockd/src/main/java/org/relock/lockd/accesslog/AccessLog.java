package org.relock.lockd.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes accesses to a file, on a thread of its own. Whoever serves only leaves them in a queue;
 * when that is full because the disk is slow, what comes is left out, and the log says how much.
 */
public final class AccessLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    /** How many accesses may wait to be written. */
    private static final int WAITING = 16_384;

    /** How many accesses are written at once. */
    private static final int AT_ONCE = 1_024;

    /** How often the writer looks whether it shall end, or open its file anew. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** How long the end waits for what is not written. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** How often at most it is said that the file cannot be written. */
    private static final Duration COMPLAINT_PAUSE = Duration.ofMinutes(1);

    private final AccessLogOptions options;
    private final RotatedFile file;
    private final InstantSource clock;
    private final BlockingQueue<Access> queue;
    private final LongAdder dropped = new LongAdder();
    private final Seldom complaints = new Seldom(Ticker.SYSTEM, COMPLAINT_PAUSE);
    private final Thread writer = new Thread(this::run, "access-log");
    private long droppedTold;
    private volatile boolean reopen;
    private volatile boolean closed;

    private AccessLog(
            AccessLogOptions options, RotatedFile file, InstantSource clock, int waiting) {
        this.options = options;
        this.file = file;
        this.clock = clock;
        queue = new ArrayBlockingQueue<>(waiting);
    }

    /** Opens the file and begins to write. */
    public static AccessLog open(AccessLogOptions options, InstantSource clock) throws IOException {
        AccessLog log = stopped(options, clock, WAITING);
        log.writer.setDaemon(true);
        log.writer.start();
        return log;
    }

    /** Opens the file; nobody writes. */
    static AccessLog stopped(AccessLogOptions options, InstantSource clock, int waiting)
            throws IOException {
        RotatedFile file = new RotatedFile(options.file(), options.bytes(), options.files());
        return new AccessLog(options, file, clock, waiting);
    }

    /** Returns what the wall clock shows, in milliseconds since 1970. */
    public long millis() {
        return clock.millis();
    }

    /** Whether an export's accesses are wanted. */
    public boolean wants(String export) {
        return options.exports().isEmpty() || options.exports().contains(export);
    }

    /** Has it written, unless too much waits already. Does not wait. */
    public void add(Access access) {
        if (!queue.offer(access)) {
            dropped.increment();
        }
    }

    /** Returns how many accesses were left out. */
    public long dropped() {
        return dropped.sum();
    }

    /** Opens the file anew, soon: it may have been moved away. */
    public void reopen() {
        reopen = true;
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            try {
                Access first = queue.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (reopen) {
                    reopen = false;
                    file.reopen();
                }
                if (first != null) {
                    write(first);
                }
            } catch (IOException e) {
                complain(e);
            } catch (InterruptedException e) {
                return; // Nobody interrupts it but a Java machine that ends.
            }
        }
    }

    /** Writes what is there. */
    void write(Access first) throws IOException {
        List<Access> all = new ArrayList<>();
        all.add(first);
        queue.drainTo(all, AT_ONCE - 1);
        StringBuilder text = new StringBuilder();
        long lost = dropped.sum() - droppedTold;
        if (lost > 0) {
            text.append("# ").append(lost).append(" accesses were not logged\n");
        }
        for (Access access : all) {
            AccessLine.append(access, text);
        }
        try {
            file.write(text.toString().getBytes(ISO_8859_1));
            droppedTold += lost;
        } catch (IOException e) {
            dropped.add(all.size());
            throw e;
        }
    }

    private void complain(IOException e) {
        if (complaints.now()) {
            LOG.warn("Accesses cannot be logged in {}: {}", options.file(), e.toString());
        }
    }

    /** Writes what waits, for a second at most, and closes the file. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(LAST_WORDS.toMillis());
            if (!writer.isAlive()) {
                file.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            complain(e);
        }
    }
}

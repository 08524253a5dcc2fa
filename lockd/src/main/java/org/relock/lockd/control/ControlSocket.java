package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.relock.state.os.FileOwner;
import org.relock.state.time.Ticker;
import org.relock.state.time.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket where lockctl finds the daemon. Only root and the user that the daemon runs as may
 * open it. Each connection is one question and its answer, on a thread of its own; so one that
 * hangs holds up nobody, and is cut off in the end.
 */
public final class ControlSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

    private final Path path;
    private final ServerSocketChannel channel;
    private final Ticker ticker;
    private final Timer timer;
    private final JsonFactory json =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(
                    0,
                    ControlLimits.AT_ONCE,
                    ControlLimits.IDLE_THREAD.toSeconds(),
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> daemon(task, "control"));

    private ControlSocket(Path path, ServerSocketChannel channel, Ticker ticker, Timer timer) {
        this.path = path;
        this.channel = channel;
        this.ticker = ticker;
        this.timer = timer;
    }

    /**
     * Binds the socket, in place of one that a process left that is gone. Nothing is read yet.
     *
     * @param owner whom it shall belong to besides root
     * @throws IOException if another daemon answers there, or the path cannot be used
     */
    public static ControlSocket bind(Path path, FileOwner owner, Ticker ticker, Timer timer)
            throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        if (Files.exists(path)) {
            if (answers(path)) {
                throw new IOException("another rpc.lockd answers at " + path);
            }
            Files.delete(path);
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), ControlLimits.BACKLOG);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            if (!owner.isRoot()) {
                owner.take(path);
            }
            return new ControlSocket(path, channel, ticker, timer);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean answers(Path path) {
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return other.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Begins to answer. */
    public void start(Commands commands) {
        daemon(() -> accept(commands), "control-accept").start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept(Commands commands) {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                try {
                    threads.execute(() -> answer(peer, commands));
                } catch (RejectedExecutionException tooMany) {
                    LOG.warn("Too many at the control socket");
                    peer.close();
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("Control socket: {}", e.toString());
                }
            }
        }
    }

    private void answer(SocketChannel peer, Commands commands) {
        try (peer) {
            Progress progress = new Progress(peer, ticker, timer);
            InputStream line = progress.input();
            try (JsonGenerator out = json.createGenerator(progress.output(), JsonEncoding.UTF8)) {
                out.writeStartObject();
                try {
                    Question question = Question.read(json, line);
                    commands.commandOf(question).answer(question, out);
                } catch (RefusedException refused) {
                    out.writeStringField("error", refused.getMessage());
                } catch (JsonParseException e) {
                    out.writeStringField("error", "a question is a JSON object on one line");
                }
                out.writeEndObject();
                out.writeRaw('\n');
                // What is left unread would make the end of the connection look like a failure.
                line.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            LOG.debug("A control connection ended: {}", e.toString());
        } catch (RuntimeException broken) {
            LOG.error("A control command failed", broken);
        }
    }

    /** Answers nobody any more. */
    @Override
    public void close() throws IOException {
        channel.close();
        threads.shutdownNow();
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The directory is root's, and we no longer are; the next start removes it.
        }
    }
}

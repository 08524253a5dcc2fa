package org.relock.lockd.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves {@code /metrics} and {@code /health} on loopback alone: 200 if all is well, else 503 and a
 * sentence for each problem.
 */
public final class MetricsServer implements AutoCloseable {

    private static final int BACKLOG = 16;
    private static final int THREADS = 2;
    private static final int IDLE_THREAD_SECONDS = 10;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private MetricsServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Begins to serve.
     *
     * @param port 0 for one of the system's choice
     * @throws IOException if the port is taken
     */
    public static MetricsServer start(int port, Sources sources) throws IOException {
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(BACKLOG),
                        task -> {
                            Thread thread = new Thread(task, "metrics");
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        PrometheusRegistry registry = Registry.of(sources);
        server.createContext("/", exchange -> answer(exchange, registry, sources));
        server.setExecutor(threads);
        server.start();
        return new MetricsServer(server, threads);
    }

    private static void answer(HttpExchange exchange, PrometheusRegistry registry, Sources sources)
            throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> {
                PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                writer.write(text, registry.scrape());
                send(exchange, OK, writer.getContentType(), text.toByteArray());
            }
            case "/health" -> {
                List<String> problems = sources.problems().get();
                String words = problems.isEmpty() ? "well" : String.join("\n", problems);
                send(
                        exchange,
                        problems.isEmpty() ? OK : UNAVAILABLE,
                        TEXT,
                        (words + "\n").getBytes(UTF_8));
            }
            default -> send(exchange, NOT_FOUND, TEXT, "/metrics or /health\n".getBytes(UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Returns where it serves. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

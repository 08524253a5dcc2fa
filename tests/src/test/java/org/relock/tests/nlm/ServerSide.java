package org.relock.tests.nlm;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.relock.tests.hosts.Namespaces;

/** The server's own network, where we may open sockets on its loopback. */
record ServerSide(long pid) {

    /** Does something on a thread in the server's network; sockets made there stay there. */
    <T> T call(Callable<T> work) {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            Namespaces.joinNetwork(
                                    Path.of("/proc", Long.toString(pid), "ns", "net"));
                            return work.call();
                        });
        Threads.start("on the server", task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("on the server's side", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.relock.state.os.SystemCalls;

/** A thread whose mounts nobody else sees, and that end with it. */
final class PrivateMounts {

    static final long READ_ONLY = 1;
    static final long REMOUNT = 32;

    private static final long REC_PRIVATE = 1 << 14 | 1 << 18;
    private static final int CLONE_NEWNS = 0x20000;
    private static final int CLONE_FS = 0x200;
    private static final int MOUNT = "amd64".equals(System.getProperty("os.arch")) ? 165 : 40;

    /** What is done there. */
    interface Task {
        void run() throws Exception;
    }

    private PrivateMounts() {}

    /** Runs something there. */
    static void run(Task task) throws Exception {
        assumeTrue(Kernel.geteuid() == 0, "needs root");
        FutureTask<Boolean> all =
                new FutureTask<>(
                        () -> {
                            assertEquals(0, Kernel.unshare(CLONE_NEWNS | CLONE_FS));
                            mount("none", Path.of("/"), REC_PRIVATE, "");
                            task.run();
                            return true;
                        });
        Thread thread = new Thread(all, "private-mounts");
        thread.start();
        try {
            all.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    static void tmpfs(Path at, String options) {
        mount("tmpfs", at, 0, options);
    }

    static void mount(String type, Path at, long flags, String options) {
        ByteBuffer what = text(type);
        ByteBuffer where = text(at.toString());
        ByteBuffer how = text(options);
        try {
            long from = SystemCalls.addressOf(what);
            assertEquals(
                    0,
                    SystemCalls.call(
                            MOUNT,
                            from,
                            SystemCalls.addressOf(where),
                            from,
                            flags,
                            SystemCalls.addressOf(how),
                            0),
                    type + " at " + at);
        } finally {
            Reference.reachabilityFence(what);
            Reference.reachabilityFence(where);
            Reference.reachabilityFence(how);
        }
    }

    private static ByteBuffer text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length + 1).put(bytes).put((byte) 0).flip();
    }
}

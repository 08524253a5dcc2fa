package org.relock.state.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files that another program is just changing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LockedConfTest {

    @TempDir private Path root;

    /** Has util-linux's flock hold {@code file} until its input ends. */
    private static Process lock(Path file) throws IOException {
        Process holder =
                new ProcessBuilder("flock", "-x", file.toString(), "sh", "-c", "echo; cat")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertEquals('\n', holder.getInputStream().read());
        return holder;
    }

    private Path write(String text) throws IOException {
        Path etc = Files.createDirectories(root.resolve("etc"));
        return Files.writeString(etc.resolve("nfs.conf"), text);
    }

    /** Section 2.3: a file is read under a shared lock. */
    @Test
    void aFileThatIsBeingChangedIsReadAfterwards() throws Exception {
        Process holder = lock(write("[statd]\nname=ha"));
        CompletableFuture<NfsConf> read = new CompletableFuture<>();
        Thread reader = new Thread(() -> read.complete(NfsConf.read(root, Map.of())));
        reader.start();
        while (reader.getState() != Thread.State.TIMED_WAITING && reader.isAlive()) {
            Thread.onSpinWait();
        }
        write("[statd]\nname=whole\n");
        try (OutputStream end = holder.getOutputStream()) {
            end.flush();
        }
        assertEquals(Optional.of("whole"), read.join().text("statd", "name"));
        assertEquals(List.of(), read.join().warnings());
    }

    @Test
    void oneThatStaysLockedIsReadAllTheSameAndSaid() throws Exception {
        Path file = write("[statd]\nname=whole\n");
        Process holder = lock(file);
        NfsConf conf = NfsConf.read(root, Map.of());
        assertEquals(Optional.of("whole"), conf.text("statd", "name"));
        assertEquals(
                List.of(file + ": is locked by another program; read all the same"),
                conf.warnings());
        holder.destroy();
    }

    @Test
    void readersDoNotWaitForEachOther() throws Exception {
        Path file = write("[statd]\nname=whole\n");
        Process holder =
                new ProcessBuilder("flock", "-s", file.toString(), "sh", "-c", "echo; cat").start();
        assertEquals('\n', holder.getInputStream().read());
        assertEquals(List.of(), NfsConf.read(root, Map.of()).warnings());
        holder.destroy();
    }
}

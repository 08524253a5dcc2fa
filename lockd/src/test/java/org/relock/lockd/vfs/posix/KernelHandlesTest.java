package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relock.lockd.vfs.posix.Served.ROOT;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.relock.lockd.vfs.FileId;
import org.relock.lockd.vfs.Stability;

class KernelHandlesTest extends FilesContract {

    @Override
    LocalOptions options() {
        return LocalOptions.DEFAULT;
    }

    @Test
    void aFileThatOthersMovedIsStillFound() throws Exception {
        FileId file = served.create(ROOT, served.root(), "file", 0600).file();
        served.write(ROOT, file, 0, "text", Stability.UNSTABLE);
        served.close();
        Files.createDirectory(shown.resolve("dir"));
        Files.move(shown.resolve("file"), shown.resolve("dir/other"));
        served = serve();
        assertEquals("text|", served.read(ROOT, file, 0, 10));
    }
}

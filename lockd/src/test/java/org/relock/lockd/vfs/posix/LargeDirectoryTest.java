package org.relock.lockd.vfs.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.vfs.posix.Served.ROOT;
import static org.relock.lockd.vfs.posix.Served.name;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.vfs.FileId;

class LargeDirectoryTest {

    private static final int STABLE = 100_000;
    private static final int PIECE = 500;

    @TempDir private Path top;

    @Test
    void whatStaysIsSeenOnceWhileOthersComeAndGo() throws Exception {
        LocalOptions options = new LocalOptions(false, false, 64, Optional.empty());
        try (Served served = new Served(top, options)) {
            FileId root = served.root();
            // Names of few files: they are made and removed more quickly than files.
            FileId[] some = new FileId[4];
            for (int i = 0; i < some.length; i++) {
                some[i] = served.create(ROOT, root, "file" + i, 0600).file();
            }
            for (int i = 0; i < STABLE; i++) {
                served.files.link(ROOT, some[i % some.length], root, name("stable" + i));
                if (i % 10 == 0) {
                    served.files.link(ROOT, some[0], root, name("fleeting" + i));
                }
            }
            assertTrue(served.files.descriptors() <= 64);
            Map<String, Integer> seen = new HashMap<>();
            long[] cookie = {0};
            boolean end = false;
            for (int round = 0; !end; round++) {
                int[] room = {PIECE};
                end =
                        served.files.readDirectory(
                                ROOT,
                                root,
                                cookie[0],
                                round % 2 == 0,
                                (id, name, next, entry) -> {
                                    if (room[0]-- == 0) {
                                        return false;
                                    }
                                    String text =
                                            new String(name.toBytes(), StandardCharsets.UTF_8);
                                    seen.merge(text, 1, Integer::sum);
                                    cookie[0] = next;
                                    return true;
                                });
                for (int i = round * 200; i < Math.min(STABLE, (round + 1) * 200); i += 10) {
                    served.files.remove(ROOT, root, name("fleeting" + i));
                    served.create(ROOT, root, "added" + i, 0600);
                }
            }
            for (int i = 0; i < STABLE; i++) {
                assertEquals(1, seen.getOrDefault("stable" + i, 0), "stable" + i);
            }
        }
    }
}

package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.lockd.accesslog.AccessLog;
import org.relock.lockd.accesslog.AccessLogOptions;

/** Which calls are logged, and how. */
class LoggedTest {

    @TempDir Path directory;

    /** Runs a story and returns the log without times and ids. */
    private String log(Set<String> exports, Story story) throws IOException {
        Path file = directory.resolve("log");
        AccessLogOptions options = new AccessLogOptions(file, 1 << 20, 1, exports);
        try (AccessLog log = AccessLog.open(options, InstantSource.system())) {
            story.tell(new Mounted(Optional.of(log)));
        }
        return Files.readString(file)
                .replaceAll("(?m)^\\S+ ", "")
                .replaceAll(" [0-9a-f]{16}( |$)", " ID$1")
                .replaceAll("(?m) [0-9a-f]{16}( |$)", " ID$1");
    }

    private interface Story {
        void tell(Mounted mounted);
    }

    private static void all(Mounted mounted) {
        mounted.uid = 0;
        String root = Mounted.handle(1);
        String file = Mounted.handle(mounted.created("a b"));
        mounted.call(
                Nfs3.WRITE,
                file,
                Mounted.hyper(5),
                Mounted.word(2),
                Mounted.word(2),
                Mounted.text("hi"));
        mounted.call(Nfs3.READ, file, Mounted.hyper(0), Mounted.word(100));
        mounted.call(Nfs3.GETATTR, file);
        mounted.call(Nfs3.SETATTR, file, Mounted.NOTHING, Mounted.word(0));
        mounted.call(Nfs3.RENAME, root, Mounted.text("a b"), root, Mounted.text("c"));
        mounted.call(Nfs3.LINK, file, root, Mounted.text("d"));
        mounted.call(Nfs3.MKDIR, root, Mounted.text("e"), Mounted.NOTHING);
        mounted.call(Nfs3.REMOVE, root, Mounted.text("c"));
        mounted.call(Nfs3.REMOVE, root, Mounted.text("c"));
        mounted.flavor = 0;
        mounted.call(Nfs3.RMDIR, root, Mounted.text("e"));
    }

    @Test
    void whatIsReadAndChangedIsLoggedWithItsStatus() throws IOException {
        assertEquals(
                """
                192.0.2.1 0 /export/1 CREATE OK ID a\\040b
                192.0.2.1 0 /export/1 WRITE OK ID 5 2
                192.0.2.1 0 /export/1 READ OK ID 0 100
                192.0.2.1 0 /export/1 SETATTR OK ID
                192.0.2.1 0 /export/1 RENAME OK ID a\\040b ID c
                192.0.2.1 0 /export/1 LINK OK ID ID d
                192.0.2.1 0 /export/1 MKDIR OK ID e
                192.0.2.1 0 /export/1 REMOVE OK ID c
                192.0.2.1 0 /export/1 REMOVE NOENT ID c
                192.0.2.1 - /export/1 RMDIR OK ID e
                """,
                log(Set.of(), LoggedTest::all));
    }

    @Test
    void exportsThatAreNotNamedAreNotLogged() throws IOException {
        assertEquals("", log(Set.of("/export/2"), LoggedTest::all));
    }

    @Test
    void thoseWhoMakeUpHandlesDoNotFillTheLog() throws IOException {
        assertEquals(
                "192.0.2.1 0 /export/1 READ ACCES ID 0 1\n",
                log(
                        Set.of(),
                        mounted -> {
                            mounted.call(
                                    Nfs3.READ,
                                    "00000004deadbeef",
                                    Mounted.hyper(0),
                                    Mounted.word(1));
                            mounted.rights = Optional.empty();
                            mounted.call(
                                    Nfs3.READ,
                                    Mounted.handle(1),
                                    Mounted.hyper(0),
                                    Mounted.word(1));
                        }));
    }
}

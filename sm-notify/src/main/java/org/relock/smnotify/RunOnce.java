package org.relock.smnotify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.relock.state.os.BootToken;

/**
 * The mark that there was a run since the last boot: {@code sm-notify.pid}, as nfs-utils makes it,
 * and beside it {@code sm-notify.boot} with the {@link BootToken}, because {@code /run} may outlive
 * a boot, and certainly outlives a container.
 */
final class RunOnce {

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path mark;
    private final Path boot;
    private final Path proc;
    private boolean made;

    RunOnce(Path run, Path proc) {
        this.mark = run.resolve("sm-notify.pid");
        this.boot = run.resolve("sm-notify.boot");
        this.proc = proc;
    }

    /**
     * Makes the mark.
     *
     * @return false if there is one of this boot
     * @throws IOException if it can neither be made nor be found
     */
    boolean make() throws IOException {
        String token = BootToken.read(proc);
        if (Files.exists(mark) && !isOf(token)) {
            Files.deleteIfExists(mark);
        }
        try {
            Files.createFile(mark, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        made = true;
        // Our own number, without the threads that ProcessHandle would start.
        write(mark, Files.readSymbolicLink(Path.of("/proc/self")) + "\n");
        Files.deleteIfExists(boot);
        Files.createFile(boot, PRIVATE);
        write(boot, token + "\n");
        return true;
    }

    /** Takes back a mark that this run made: it ended before it had changed anything. */
    void takeBack() throws IOException {
        if (made) {
            Files.deleteIfExists(mark);
        }
    }

    /** Without a file of ours that is no older, nfs-utils made the mark; then it is believed. */
    private boolean isOf(String token) throws IOException {
        return !Files.exists(boot)
                || Files.getLastModifiedTime(boot).compareTo(Files.getLastModifiedTime(mark)) < 0
                || Files.readString(boot, StandardCharsets.ISO_8859_1)
                        .strip()
                        .equals(token.strip());
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1, StandardOpenOption.WRITE);
    }
}

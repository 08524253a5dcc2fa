package org.relock.state.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that is another after each start of this machine or container: the kernel's boot id, and
 * when process 1 began, since a container starts without a boot.
 */
public final class BootToken {

    /** Field 22 of proc(5)'s {@code stat}, counted from the closing parenthesis of field 2. */
    private static final int START_TIME = 20;

    private BootToken() {}

    /** Reads it from the proc file system at {@code proc}. */
    public static String read(Path proc) throws IOException {
        String boot = text(proc.resolve("sys/kernel/random/boot_id")).strip();
        return boot + " " + startOfProcessOne(proc);
    }

    private static String startOfProcessOne(Path proc) {
        try {
            String stat = text(proc.resolve("1/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            return fields.length > START_TIME ? fields[START_TIME - 1] : "";
        } catch (IOException e) {
            // Hidden from us; then the boot id alone has to do.
            return "";
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}

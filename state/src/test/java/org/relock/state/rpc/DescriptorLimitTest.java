package org.relock.state.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's own words, proc(5). */
class DescriptorLimitTest {

    @TempDir private Path directory;

    private int read(String line) throws IOException {
        String text =
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max cpu time              unlimited            unlimited           "
                        + " seconds\n"
                        + line;
        return DescriptorLimit.read(Files.writeString(directory.resolve("limits"), text));
    }

    @Test
    void theSoftLimitCounts() throws IOException {
        assertEquals(
                4096,
                read(
                        "Max open files            4096                 524288              "
                                + " files\n"));
    }

    @Test
    void unlimitedIsMoreThanAnybodyNeeds() throws IOException {
        assertEquals(
                Integer.MAX_VALUE,
                read(
                        "Max open files            unlimited            unlimited           "
                                + " files\n"));
        assertEquals(
                Integer.MAX_VALUE,
                read(
                        "Max open files            99999999999          99999999999         "
                                + " files\n"));
    }

    @Test
    void aKernelThatDoesNotTellIsTakenToGiveWhatIsUsual() throws IOException {
        assertEquals(1024, read(""));
        assertEquals(1024, read("Max open files"));
        assertEquals(1024, DescriptorLimit.read(directory.resolve("none")));
    }

    @Test
    void thisProcessHasSome() {
        assertTrue(DescriptorLimit.now() > 0);
    }
}

package org.relock.state.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our state number, as others change it behind our back; more of it is in NsmDirectoryTest. */
class StateFileTest {

    @TempDir private Path directory;

    private final AtomicLong nanos = new AtomicLong();

    private StateFile open() throws IOException {
        return new StateFile(directory, Ownership.of(directory), nanos::get);
    }

    private void settle() {
        nanos.addAndGet(StateFile.SETTLING_NANOS);
    }

    private Path put(String name, int state, FileTime modified) throws IOException {
        ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(state);
        Path file = Files.write(directory.resolve(name), number.array());
        return Files.setLastModifiedTime(file, modified);
    }

    /** Check 97: whoever writes it, and however. */
    @Test
    void everyChangeOfTheStateNumberShows() throws IOException {
        StateFile state = open();
        FileTime then = FileTime.fromMillis(1_000_000_000_000L);
        Path file = put("state", 5, then);
        for (int i = 0; i < 3; i++) {
            assertEquals(5, state.read());
            settle();
        }
        put("state", 7, FileTime.fromMillis(1_000_000_000_001L));
        assertEquals(7, state.read(), "written in place");
        settle();
        assertEquals(7, state.read());
        Files.move(
                put("state.new", 9, Files.getLastModifiedTime(file)),
                file,
                StandardCopyOption.ATOMIC_MOVE);
        assertEquals(9, state.read(), "another file, as old and as long");
        settle();
        assertEquals(9, state.read());
        assertEquals(11, state.advance());
        assertEquals(11, state.read());
    }

    /** File systems tell the time in steps. */
    @Test
    void changesWithinOneStepOfTheClockShow() throws IOException {
        StateFile state = open();
        FileTime then = FileTime.fromMillis(1_000_000_000_000L);
        for (int now = 5; now < 25; now += 2) {
            put("state", now, then);
            assertEquals(now, state.read());
            nanos.addAndGet(StateFile.SETTLING_NANOS / 20);
        }
    }

    @Test
    void whatHasStoodForLongIsNotReadAgain() throws IOException {
        StateFile state = open();
        FileTime then = FileTime.fromMillis(1_000_000_000_000L);
        put("state", 5, then);
        state.read();
        settle();
        assertEquals(5, state.read());
        put("state", 7, then); // As nobody does: it proves that only the looks count.
        assertEquals(5, state.read());
    }
}

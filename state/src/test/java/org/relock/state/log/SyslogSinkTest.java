package org.relock.state.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.state.os.DatagramListener;
import org.relock.state.os.SystemLogSocket;

class SyslogSinkTest {

    private static final String TAG = " rpc.statd[" + ProcessHandle.current().pid() + "]: ";

    @TempDir private Path directory;
    private Path path;
    private SyslogSink sink;

    @BeforeEach
    void make() {
        path = directory.resolve("log");
        sink = new SyslogSink("rpc.statd", new SystemLogSocket(path.toString()));
    }

    @Test
    void aLineLooksAsSyslogSendsIt() {
        try (DatagramListener log = new DatagramListener(path)) {
            sink.write(Severity.NOTICE, "Version 1 starting");
            String line = log.next();
            assertTrue(line.matches("<29>[A-Z][a-z]{2} [ 123]\\d \\d\\d:\\d\\d:\\d\\d .*"), line);
            assertEquals(
                    TAG + "Version 1 starting", line.substring("<29>Nov 20 13:20:51".length()));
        }
    }

    @Test
    void theFourLevelsAreThoseOfFacilityDaemon() {
        try (DatagramListener log = new DatagramListener(path)) {
            for (Severity severity : Severity.values()) {
                sink.write(severity, "x");
                assertTrue(log.next().startsWith("<" + severity.priority() + ">"));
            }
            assertEquals(27, Severity.ERROR.priority());
            assertEquals(28, Severity.WARNING.priority());
            assertEquals(30, Severity.INFO.priority());
        }
    }

    @Test
    void whatWasLostIsCountedWhenTheLogIsBack() {
        sink.write(Severity.ERROR, "one");
        sink.write(Severity.ERROR, "two");
        try (DatagramListener log = new DatagramListener(path)) {
            sink.write(Severity.ERROR, "three");
            sink.write(Severity.ERROR, "four");
            assertTrue(log.next().endsWith(TAG + "2 log messages were lost"));
            assertTrue(log.next().endsWith(TAG + "three"));
            assertTrue(log.next().endsWith(TAG + "four"));
            assertEquals("", log.next());
        }
    }
}

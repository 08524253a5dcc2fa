package org.relock.tests.faults;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The installed daemons when things go wrong. */
@Timeout(value = 1, unit = TimeUnit.DAYS) // each story has a patience of its own
final class FaultsTest {

    private static final int PATIENCE_SECONDS = 200;

    /** Seconds that one kill may take, and what follows it. */
    private static final int SECONDS_A_KILL = 10;

    @TempDir private Path directory;

    /** Checks 8, 43, 49. {@code -Drelock.kills=N} sets how often. */
    @Test
    void noAcknowledgedMonitorIsLostByAKill() throws Exception {
        tell(StatdKills.class, SECONDS_A_KILL * Integer.getInteger("relock.kills", 0));
    }

    /** Checks 74, 85, 89. {@code -Drelock.kills=N} sets how often. */
    @Test
    void aKilledSmNotifyForgetsNobody() throws Exception {
        tell(NotifyKills.class, SECONDS_A_KILL * Integer.getInteger("relock.kills", 0));
    }

    /** Full, read-only, away and back; at the start, too. */
    @Test
    void troubleWithTheDiskIsOutlasted() throws Exception {
        tell(DiskStory.class, 0);
    }

    /** Check 59: a name server that never answers. */
    @Test
    void aSilentNameServerHoldsUpOnlyWhoAskedForAName() throws Exception {
        tell(NamesStory.class, 0);
    }

    /** Checks 58, 61, 64: ten thousand connections, noise, a callout and a lockd that hang. */
    @Test
    void crowdsAndNoiseLeaveRoomForTheOthers() throws Exception {
        tell(CrowdStory.class, 0);
    }

    /** A file service closes none of ten thousand connections, and answers on each. */
    @Test
    void tenThousandConnectionsAreServedFiles() throws Exception {
        tell(FilesCrowdStory.class, 0);
    }

    /** Ten thousand hosts under load; {@code -Drelock.soak=SECONDS} sets how long. */
    @Test
    void memoryDoesNotGrowUnderLoad() throws Exception {
        tell(SoakStory.class, Integer.getInteger("relock.soak", 0));
    }

    private void tell(Class<?> story, int moreSeconds) throws Exception {
        new Machine(directory).tell(story, PATIENCE_SECONDS + moreSeconds);
    }
}

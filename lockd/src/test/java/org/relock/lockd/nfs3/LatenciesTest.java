package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Which bucket a time falls into, and what is read from them. */
class LatenciesTest {

    @Test
    void everyBoundIsInItsOwnBucketAndWhatIsAboveInTheNext() {
        for (int i = 0; i < Latencies.BUCKETS - 1; i++) {
            Latencies latencies = new Latencies();
            latencies.took(Latencies.boundMicros(i) * 1_000);
            assertEquals(1, latencies.in(i));
            latencies.took(Latencies.boundMicros(i) * 1_000 + 1);
            assertEquals(1, latencies.in(i + 1));
        }
    }

    @Test
    void clocksThatStandAndCallsThatHangAreCountedToo() {
        Latencies latencies = new Latencies();
        latencies.took(0);
        latencies.took(-5);
        latencies.took(Long.MAX_VALUE);
        assertEquals(2, latencies.in(0));
        assertEquals(1, latencies.in(Latencies.BUCKETS - 1));
    }

    @Test
    void theMedianIsNotTheMean() {
        Latencies latencies = new Latencies();
        assertEquals(0, latencies.quantileMicros(0.5));
        for (int i = 0; i < 99; i++) {
            latencies.took(3_000);
        }
        latencies.took(1_000_000_000);
        assertEquals(4, latencies.quantileMicros(0.5));
        assertEquals(4, latencies.quantileMicros(0.99));
        assertEquals(1 << 20, latencies.quantileMicros(1));
        assertEquals(1_000_297_000, latencies.sumNanos());
    }
}

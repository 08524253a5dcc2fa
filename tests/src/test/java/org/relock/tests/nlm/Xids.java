package org.relock.tests.nlm;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Transaction ids that no earlier run of the driver used, as far as chance allows. */
final class Xids {

    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt());

    private Xids() {}

    static int next() {
        return NEXT.incrementAndGet();
    }
}

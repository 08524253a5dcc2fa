package org.relock.tests.nlm;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What a client answers to a GRANTED; empty is silence. */
interface OnGranted {

    /** Takes every lock it is given. */
    OnGranted ACCEPT = granted -> Optional.of(Stat.GRANTED);

    OnGranted SILENCE = granted -> Optional.empty();

    Optional<Stat> answer(Granted granted);

    static OnGranted always(Stat stat) {
        return granted -> Optional.of(stat);
    }

    /**
     * Answers {@code first} so many times and accepts from then on; no {@code first} is silence.
     */
    static OnGranted atFirst(int times, Optional<Stat> first) {
        AtomicInteger seen = new AtomicInteger();
        return granted -> seen.getAndIncrement() < times ? first : Optional.of(Stat.GRANTED);
    }
}

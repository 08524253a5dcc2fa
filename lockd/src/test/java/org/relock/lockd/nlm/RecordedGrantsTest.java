package org.relock.lockd.nlm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.relock.lockd.locks.RecordedState;

/** Tests of {@link Postman} beside a journal that takes its time. */
class RecordedGrantsTest {

    private static Safety safety(Supplier<CompletableFuture<Boolean>> forced) {
        return new Safety() {
            @Override
            public CompletableFuture<Boolean> forced() {
                return forced.get();
            }

            @Override
            public boolean takesMore() {
                return true;
            }
        };
    }

    /** NLM check 67: a client may believe in a lock from the moment a GRANTED leaves. */
    @Test
    void nobodyIsToldOfAGrantThatIsNotRecorded() {
        List<CompletableFuture<Boolean>> forcing = new ArrayList<>();
        PostmanUnderTest it =
                new PostmanUnderTest(
                        RecordedState.EMPTY,
                        safety(
                                () -> {
                                    forcing.add(new CompletableFuture<>());
                                    return forcing.get(forcing.size() - 1);
                                }));
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        it.time.advance(Duration.ofSeconds(30));
        assertEquals(0, it.client(2).heard.size());
        assertEquals(1, forcing.size());
        forcing.get(0).complete(true);
        assertEquals(List.of("10 UDP"), it.client(2).calls());
    }

    @Test
    void whoHasGoneMeanwhileIsNotToldOfAGrantThatIsRecordedLate() {
        CompletableFuture<Boolean> forcing = new CompletableFuture<>();
        PostmanUnderTest it = new PostmanUnderTest(RecordedState.EMPTY, safety(() -> forcing));
        it.takes(1);
        it.waits(2);
        it.unlocks(1);
        it.unlocks(2);
        forcing.complete(true);
        it.time.advance(Duration.ofSeconds(30));
        assertEquals(0, it.client(2).heard.size());
        assertEquals(0, it.postman.underWay());
    }
}

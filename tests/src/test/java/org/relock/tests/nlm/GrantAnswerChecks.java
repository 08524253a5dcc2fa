package org.relock.tests.nlm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** NLM checks 30 to 35: what a client makes of its GRANTED. */
final class GrantAnswerChecks {

    /** Longer than any pause between the first few tries. */
    private static final Duration QUIET = Duration.ofSeconds(8);

    private GrantAnswerChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(30, "a refused lock goes to the next", GrantAnswerChecks::refused),
                new Check(
                        31,
                        "a client in grace is asked again, its lock kept",
                        GrantAnswerChecks::grace),
                new Check(
                        32,
                        "the reply to procedure 5 counts as an answer",
                        GrantAnswerChecks::five),
                new Check(
                        32,
                        "DENIED to a later try gives the lock on",
                        GrantAnswerChecks::fiveDenied),
                new Check(33, "a client silent for ever loses its turn", GrantAnswerChecks::silent),
                new Check(
                        34,
                        "a LOCK sent again takes what was granted",
                        GrantAnswerChecks::lockAgain),
                new Check(
                        35, "UNLOCK of what was granted passes it on", s -> givesUp(s, Nlm.UNLOCK)),
                new Check(
                        35,
                        "CANCEL of what was granted passes it on",
                        s -> givesUp(s, Nlm.CANCEL)));
    }

    private static void refused(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.always(Stat.DENIED));
        Client c = stage.client();
        Want next = over.andBehind(c);
        Granted refused = over.release(stage);
        Granted granted = Expect.granted(c, next, stage.within(2_000), "the next");
        took(stage, refused, granted);
        Expect.granted(c.v4().unlock(next), "its UNLOCK");
        Expect.granted(over.stranger(stage), "a stranger's TEST after all");
    }

    /** A hundred milliseconds are the bound of every hand-over here. */
    private static void took(Stage stage, Granted from, Granted to) {
        long millis = (to.nanos() - from.nanos()) / 1_000_000;
        Expect.that(millis <= stage.within(100).toMillis(), "the next was granted after " + millis);
    }

    private static void grace(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.atFirst(1, Optional.of(Stat.GRACE)));
        over.release(stage);
        Expect.denied(over.stranger(stage), "a stranger's TEST meanwhile");
        Expect.granted(over.b(), over.wish(), stage.within(15_000), "B asked again");
        Expect.denied(over.stranger(stage), "a stranger's TEST then");
    }

    private static OnGranted toFiveOnly(Stat stat) {
        return granted -> granted.procedure() == Nlm.GRANTED ? Optional.of(stat) : Optional.empty();
    }

    private static void awaitFive(Stage stage, HandOver over) {
        Expect.granted(over.a().v4().unlock(over.held()), "A's UNLOCK");
        boolean called =
                over.b()
                        .grants()
                        .take(granted -> granted.procedure() == Nlm.GRANTED, stage.within(20_000))
                        .isPresent();
        Expect.that(called, "procedure 5 is never called");
        over.b().grants().clear();
    }

    private static void five(Stage stage) {
        HandOver over = HandOver.of(stage, toFiveOnly(Stat.GRANTED));
        awaitFive(stage, over);
        Expect.noneGranted(over.b(), over.wish(), QUIET, "after the reply");
        Expect.denied(over.stranger(stage), "a stranger's TEST");
    }

    /**
     * A refusal is beyond doubt only if no earlier GRANTED can have been taken; so at first nobody
     * listens at B.
     */
    private static void fiveDenied(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.always(Stat.DENIED));
        Client c = stage.client();
        Want next = over.andBehind(c);
        over.b().end(Service.End.RST);
        Expect.granted(over.a().v4().unlock(over.held()), "A's UNLOCK");
        Expect.noneGranted(over.b(), over.wish(), Duration.ofMillis(300), "with nobody there");
        over.b().restart(Service.End.RST);
        Expect.granted(over.b(), over.wish(), stage.within(15_000), "B");
        Expect.granted(c, next, stage.within(1_000), "the next");
    }

    private static void silent(Stage stage) {
        stage.takesLong();
        HandOver over = HandOver.of(stage, OnGranted.SILENCE);
        Client c = stage.client();
        Want next = over.andBehind(c);
        over.release(stage);
        Expect.granted(c, next, Duration.ofSeconds(150), "the next");
        over.b().on(OnGranted.ACCEPT);
        Stat again = over.b().v4().lock(over.wish());
        Expect.blocked(again, "B's LOCK sent again");
        Expect.granted(c.v4().unlock(next), "the next one's UNLOCK");
        over.b().grants().clear();
        Expect.granted(over.b(), over.wish(), stage.within(5_000), "B again");
    }

    private static void lockAgain(Stage stage) {
        HandOver over = HandOver.of(stage, OnGranted.SILENCE);
        over.release(stage);
        Expect.granted(over.b().v4().lock(over.wish()), "B's LOCK sent again");
        over.b().grants().clear();
        Expect.noneGranted(over.b(), over.wish(), QUIET, "after LOCK was GRANTED");
        Expect.denied(over.stranger(stage), "a stranger's TEST");
        Expect.granted(over.b().v4().unlock(over.wish()), "B's UNLOCK");
        Expect.granted(over.stranger(stage), "a stranger's TEST in the end");
    }

    private static void givesUp(Stage stage, int procedure) {
        HandOver over = HandOver.of(stage, OnGranted.SILENCE);
        Client c = stage.client();
        Want next = over.andBehind(c);
        over.release(stage);
        long begin = System.nanoTime();
        Stat stat = over.b().v4().result(procedure, over.wish()).stat();
        Expect.granted(stat, "B gives up");
        Granted granted = Expect.granted(c, next, stage.within(10_000), "the next");
        long millis = (granted.nanos() - begin) / 1_000_000;
        Expect.that(millis <= stage.within(100).toMillis(), "the next was granted after " + millis);
        Expect.granted(c.v4().unlock(next), "its UNLOCK");
        Expect.granted(over.stranger(stage), "a stranger's TEST in the end");
    }
}

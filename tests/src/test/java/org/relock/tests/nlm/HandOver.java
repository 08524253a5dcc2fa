package org.relock.tests.nlm;

/**
 * The scene of most checks about GRANTED: A holds bytes 0 to 9 of a file, and B waits for them.
 *
 * @param held A's lock
 * @param wish what B waits for
 */
record HandOver(Client a, Client b, Want held, Want wish) {

    static HandOver of(Stage stage, OnGranted policy) {
        return of(stage, stage.client().on(policy));
    }

    static HandOver of(Stage stage, Client b) {
        return of(stage, b, b.v4());
    }

    /** B speaks as {@code way} says. */
    static HandOver of(Stage stage, Client b, Asker way) {
        Client a = stage.client();
        Want held = a.want(stage.file()).range(0, 10);
        Want wish = b.want(held.file()).range(0, 10).waiting();
        Expect.granted(a.v4().lock(held), "A's LOCK");
        Expect.blocked(way.lock(wish), "B's LOCK");
        return new HandOver(a, b, held, wish);
    }

    /** Has one more wait, behind B. */
    Want andBehind(Client c) {
        Want next = c.want(held.file()).range(0, 10).waiting();
        Expect.blocked(c.v4().lock(next), "LOCK behind B");
        return next;
    }

    /** A unlocks; B is sent a GRANTED. */
    Granted release(Stage stage) {
        Expect.granted(a.v4().unlock(held), "A's UNLOCK");
        return Expect.granted(b, wish, stage.within(3_000), "B after A's UNLOCK");
    }

    /** Returns what a stranger's LOCK of the same bytes is answered; it must not disturb. */
    Stat stranger(Stage stage) {
        Client stranger = stage.client();
        return stranger.v4().test(stranger.want(held.file()).range(0, 10)).stat();
    }
}

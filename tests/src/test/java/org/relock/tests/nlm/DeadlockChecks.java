package org.relock.tests.nlm;

import java.util.List;
import org.relock.state.xdr.Opaque;

/** NLM checks 45 and 46: who would wait for himself is told so, and nobody else is. */
final class DeadlockChecks {

    private DeadlockChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(45, "a circle of two is DEADLCK", s -> circle(s, 4, 2, Stat.DEADLCK)),
                new Check(45, "a circle of three is DEADLCK", s -> circle(s, 4, 3, Stat.DEADLCK)),
                new Check(45, "a circle of ten is DEADLCK", s -> circle(s, 4, 10, Stat.DEADLCK)),
                new Check(
                        45, "a circle is DEADLCK in version 3", s -> circle(s, 3, 2, Stat.DEADLCK)),
                new Check(45, "a circle is DENIED in version 1", s -> circle(s, 1, 2, Stat.DENIED)),
                new Check(46, "a circle that was broken is none", DeadlockChecks::broken));
    }

    /** Party i holds byte i and wants the next one's. */
    private static void circle(Stage stage, int version, int parties, Stat expected) {
        if (!stage.versions().contains(version)) {
            throw new CheckSkipped("the server does not speak version " + version);
        }
        Client[] clients = new Client[parties];
        Want[] wants = new Want[parties];
        Opaque file = stage.file();
        for (int i = 0; i < parties; i++) {
            clients[i] = stage.client();
            wants[i] = clients[i].want(file);
        }
        for (int i = 0; i < parties; i++) {
            Expect.granted(way(clients[i], version).lock(wants[i].range(i, 1)), "byte " + i);
        }
        for (int i = 0; i < parties - 1; i++) {
            Want next = wants[i].range(i + 1, 1).waiting();
            Expect.blocked(way(clients[i], version).lock(next), "party " + i);
        }
        int last = parties - 1;
        Stat stat = way(clients[last], version).lock(wants[last].range(0, 1).waiting());
        Expect.same(expected, stat, "the one that closes the circle");
        // The others are unaffected: they are granted one after another.
        for (int i = last; i > 0; i--) {
            Expect.granted(way(clients[i], version).unlock(wants[i]), "UNLOCK of party " + i);
            Want next = wants[i - 1].range(i, 1);
            Expect.granted(clients[i - 1], next, stage.within(2_000), "party " + (i - 1));
        }
    }

    private static Asker way(Client client, int version) {
        return client.speak(version, Transport.TCP);
    }

    private static void broken(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file());
        Want bs = b.want(as.file());
        for (int i = 0; i < stage.rounds(); i++) {
            Expect.granted(a.v4().lock(as.range(0, 1)), "A byte 0");
            Expect.granted(b.v4().lock(bs.range(1, 1)), "B byte 1");
            Expect.blocked(b.v4().lock(bs.range(0, 1).waiting()), "B waits for byte 0");
            Expect.granted(a.v4().unlock(as.range(0, 1)), "A gives byte 0");
            Expect.blocked(a.v4().lock(as.range(1, 1).waiting()), "A waits for byte 1");
            Expect.granted(b, bs.range(0, 1), stage.within(2_000), "B");
            Expect.granted(b.v4().unlock(bs), "B gives all");
            Expect.granted(a, as.range(1, 1), stage.within(2_000), "A");
            Expect.granted(a.v4().unlock(as), "A gives all");
        }
    }
}

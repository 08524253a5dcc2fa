package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.relock.state.nsm.SmStatRes;

/** The name server takes every question and answers none. */
final class NamesStory {

    private static final int MANY_QUESTIONS = 8;

    private static final int NOTICES = 10;
    private static final int STRANGERS = 20;

    /** Longer than a look-up is waited for, after which the next one begins. */
    private static final int QUIET_SECONDS = 4;

    private static final int ATTEMPTS = 5;

    private NamesStory() {}

    public static void main(String[] arguments) throws Exception {
        try (BlackHole dns = new BlackHole();
                LockManager lockManager = new LockManager();
                Daemon daemon = Daemon.start();
                StatusMonitor calls = new StatusMonitor()) {
            threeHostsAreMonitored(calls);
            boolean overtaken = false;
            for (int i = 0; i < ATTEMPTS && !overtaken; i++) {
                overtaken = othersOvertake("slow" + i + ".test", dns, calls, daemon);
            }
            assertTrue(overtaken, "nothing is answered while a name is looked up");
            anAddressWaitsForNobodyElsesName(dns, calls);
            boolean sooner = false;
            for (int i = 0; i < ATTEMPTS && !sooner; i++) {
                sooner = anAddressIsServedSooner("10.4.1." + i, "late" + i + ".test", dns);
            }
            assertTrue(sooner, "an address waits for its name as long as a name for its address");
            strangersDoNotUseUpWhatLocalCallersNeed(dns, calls);
            calls.tell("10.4.0.1", 9);
            lockManager.awaitAbout("10.4.0.1", status -> status.state() == 9);
        }
    }

    /** Their reverse names are looked up in vain, side by side. */
    private static void threeHostsAreMonitored(StatusMonitor calls) throws IOException {
        List<String> hosts = List.of("10.4.0.1", "10.4.0.2", "10.4.0.3");
        for (String host : hosts) {
            calls.sendMon(host, 1);
        }
        for (int i = 0; i < hosts.size(); i++) {
            assertTrue(calls.reply().res().succeeded());
        }
        assertEquals(Set.copyOf(hosts), Lists.monitored());
    }

    /**
     * Returns whether NULL and SM_STAT were answered before the SM_MON of a name; if the machine
     * was so slow that its deadline passed meanwhile, that says nothing.
     */
    private static boolean othersOvertake(
            String name, BlackHole dns, StatusMonitor calls, Daemon daemon) throws Exception {
        try (StatusMonitor slow = new StatusMonitor();
                StatusMonitor peer = new StatusMonitor()) {
            slow.sendMon(name, 1);
            for (int i = 0; i < NOTICES; i++) {
                peer.tell("unknown" + i + "." + name, 3);
            }
            dns.awaitQuestion(name);
            calls.nothing();
            assertTrue(calls.stat("10.4.0.9").succeeded());
            assertTrue(StatusMonitor.awaitNull(Daemon.PORT, daemon::isAlive));
            boolean overtaken = !slow.hasReply();
            assertEquals(SmStatRes.MON_FAILED, slow.reply().res());
            System.out.println(
                    "NULL, SM_STAT and " + NOTICES + " SM_NOTIFY overtake an SM_MON: " + overtaken);
            return overtaken;
        }
    }

    /** It is looked up too, in vain, but does not queue behind the names. */
    private static void anAddressWaitsForNobodyElsesName(BlackHole dns, StatusMonitor calls)
            throws Exception {
        try (StatusMonitor names = new StatusMonitor()) {
            for (int i = 0; i < MANY_QUESTIONS; i++) {
                names.sendMon("queue" + i + ".test", 1);
            }
            dns.awaitQuestion("queue0.test");
            int address = calls.sendMon("10.4.0.4", 1);
            names.reply();
            int later = calls.sendMon("later.test", 1);
            assertTrue(calls.replyTo(address).res().succeeded());
            assertEquals(SmStatRes.MON_FAILED, calls.replyTo(later).res());
            for (int i = 1; i < MANY_QUESTIONS; i++) {
                assertEquals(SmStatRes.MON_FAILED, names.reply().res());
            }
        }
    }

    /**
     * Returns whether the SM_MON of an address, which can be done without its name, overtakes that
     * of a name, which cannot be done without its address, and was asked for before.
     */
    private static boolean anAddressIsServedSooner(String address, String name, BlackHole dns)
            throws Exception {
        try (StatusMonitor slow = new StatusMonitor();
                StatusMonitor calls = new StatusMonitor()) {
            slow.sendMon(name, 1);
            dns.awaitQuestion(name);
            assertTrue(calls.mon(address, 1).succeeded());
            boolean overtaken = !slow.hasReply();
            assertEquals(SmStatRes.MON_FAILED, slow.reply().res());
            assertTrue(Lists.monitored().contains(address), "under itself");
            return overtaken;
        }
    }

    /** A name in the hosts file is found however many others hang. */
    private static void strangersDoNotUseUpWhatLocalCallersNeed(BlackHole dns, StatusMonitor calls)
            throws Exception {
        try (StatusMonitor peer = new StatusMonitor()) {
            for (int i = 0; i < STRANGERS; i++) {
                peer.tell("stranger" + i + ".test", 3);
            }
            // When no more of them are asked for, their part of the resolver hangs.
            int asked = 0;
            while (dns.awaitMoreThan(asked, "stranger", QUIET_SECONDS)) {
                asked = dns.questionsAbout("stranger");
            }
            System.out.println(asked + " questions of strangers hang");
            assertTrue(calls.mon("inhosts.test", 1).succeeded());
        }
    }
}

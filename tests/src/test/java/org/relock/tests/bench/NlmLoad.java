package org.relock.tests.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.relock.state.xdr.Opaque;
import org.relock.tests.bench.NlmCall.Owner;
import org.relock.tests.nlm.Portmapper;

/**
 * Load on running NLM servers, beside each other.
 *
 * <pre>
 * NlmLoad rate     CONNECTIONS OUTSTANDING SECONDS ROUNDS TARGET...  lock/unlock, and test, a second
 * NlmLoad held     LOCKS one|many SECONDS ROUNDS TARGET...           the same, with LOCKS on the file
 * NlmLoad handover FILES DEAF TIMES ROUNDS TARGET...                 microseconds to GRANTED
 * NlmLoad freeall  LOCKS ROUNDS TARGET...                            milliseconds of FREE_ALL
 * NlmLoad fill     LOCKS one|many TARGET                             leaves the locks there
 * </pre>
 *
 * A TARGET is NAME=HOST:PORT[:FILE], FILE with a file handle a line. Every address of 10.78.0.0/16
 * must be ours. A figure is the median of the rounds with the least and the most.
 */
final class NlmLoad {

    /** A server that stalls is not waited for until it has done all it was asked. */
    private static final long LONGEST_ROUND_NANOS = 15_000_000_000L;

    private final List<NlmTarget> targets = new ArrayList<>();
    private final String[] words;

    private NlmLoad(String[] words) throws IOException {
        this.words = words;
        for (String word : words) {
            if (word.contains("=")) {
                targets.add(NlmTarget.parse(word));
            }
        }
    }

    public static void main(String[] args) throws Exception {
        NlmLoad load = new NlmLoad(args);
        switch (args[0]) {
            case "rate" -> load.rate();
            case "held" -> load.held();
            case "handover" -> load.handOver();
            case "freeall" -> load.freeAll();
            case "fill" -> load.fill();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private int number(int index) {
        return Integer.parseInt(words[index]);
    }

    private boolean many(int index) {
        return words[index].equals("many");
    }

    private static InetAddress client(int number) {
        try {
            byte[] bytes = {10, 78, (byte) (number >> 8), (byte) number};
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Owner owner(InetAddress client, Opaque file, int svid) {
        return new Owner(client.getHostAddress(), file, svid);
    }

    private void rate() throws Exception {
        int connections = number(1);
        int outstanding = number(2);
        String how = ", " + connections + " connections, " + outstanding + " outstanding";
        InetAddress client = client(1);
        for (NlmTarget target : targets) {
            watched(target, client);
        }
        pumped(
                "lock/unlock ops/s" + how,
                (owner, slot) ->
                        new NlmCall[] {
                            NlmCall.lock(owner, 4L * slot, 1, false),
                            NlmCall.unlock(owner, 4L * slot, 1)
                        });
        pumped(
                "test ops/s" + how,
                (owner, slot) -> new NlmCall[] {NlmCall.test(owner, 4L * slot, 1)});
    }

    /** Leaves one lock, so that the client is not watched anew for every other. */
    private static void watched(NlmTarget target, InetAddress client) throws IOException {
        try (NlmTalk talk = new NlmTalk(target, client)) {
            talk.granted(NlmCall.lock(owner(client, target.file(), 7), 0, 1, false));
        }
    }

    private void pumped(String what, NlmPump.Script script) throws Exception {
        NlmRounds.compare(
                what,
                targets,
                number(4),
                target -> {
                    try (NlmPump pump =
                            new NlmPump(
                                    targets.get(target), client(1), number(1), number(2), script)) {
                        return pump.run(number(3));
                    }
                });
    }

    private void held() throws Exception {
        int locks = number(1);
        InetAddress client = client(2);
        List<NlmTalk> talks = new ArrayList<>();
        List<Opaque> files = new ArrayList<>();
        for (NlmTarget target : targets) {
            NlmTalk talk = new NlmTalk(target, client);
            Opaque file = target.file();
            talk.fill(locks, i -> owner(client, file, many(2) ? 10_000 + i : 1));
            talks.add(talk);
            files.add(file);
        }
        NlmRounds.compare(
                "lock/unlock ops/s with " + locks + " locks held by " + words[2],
                targets,
                number(4),
                target -> between(talks.get(target), owner(client, files.get(target), 1), locks));
        for (NlmTalk talk : talks) {
            talk.ask(NlmCall.freeAll(client.getHostAddress()));
            talk.close();
        }
    }

    /** Locks and unlocks bytes between those that are held, one call at a time. */
    private double between(NlmTalk talk, Owner owner, int locks) throws IOException {
        NlmCall lock = NlmCall.lock(owner, 0, 1, false);
        NlmCall unlock = NlmCall.unlock(owner, 0, 1);
        long count = 0;
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < number(3) * 1_000_000_000L) {
            // A stride that is prime to any of the numbers visits the whole file evenly.
            long offset = 4 * (count * 7_919 % locks) + 2;
            if (talk.ask(lock, offset) != 0 || talk.ask(unlock, offset) != 0) {
                throw new IllegalStateException("a lock that nobody holds was refused");
            }
            count += 2;
            now = System.nanoTime();
        }
        return count / ((now - begin) / 1e9);
    }

    private void handOver() throws Exception {
        int files = number(1);
        int times = number(3);
        List<Portmapper> deaf = new ArrayList<>();
        for (int i = 0; i < number(2); i++) {
            Portmapper portmapper = new Portmapper(client(1_000 + i));
            portmapper.deaf();
            deaf.add(portmapper);
        }
        for (NlmTarget target : targets) {
            unreachable(target, deaf.size());
        }
        String how = files + " files at once, " + deaf.size() + " clients unreachable";
        List<NlmHandOver> overs = new ArrayList<>();
        for (NlmTarget target : targets) {
            int own = 10 + 2 * overs.size();
            overs.add(new NlmHandOver(target, client(own), client(own + 1), files));
        }
        List<Double> worst = new ArrayList<>();
        NlmRounds.compare(
                "UNLOCK to GRANTED, median us, " + how,
                targets,
                number(4),
                target -> {
                    long[] all = new long[times * files];
                    long end = System.nanoTime() + LONGEST_ROUND_NANOS;
                    int done = 0;
                    for (; done < times && System.nanoTime() < end; done++) {
                        System.arraycopy(overs.get(target).once(), 0, all, done * files, files);
                    }
                    all = Arrays.copyOf(all, done * files);
                    Arrays.sort(all);
                    worst.add(all[all.length * 99 / 100] / 1e3);
                    return all[all.length / 2] / 1e3;
                });
        for (int target = 0; target < targets.size(); target++) {
            double[] p99 = new double[number(4)];
            for (int i = 0; i < p99.length; i++) {
                p99[i] = worst.get(targets.size() * (NlmRounds.WARM_UPS + i) + target);
            }
            String lost = ", never came: " + overs.get(target).lostOnes();
            System.out.println(
                    "  p99 us: " + targets.get(target).name() + " " + Figures.of(p99) + lost);
        }
        for (NlmHandOver over : overs) {
            over.close();
        }
        deaf.forEach(Portmapper::close);
    }

    /** Lets the server try to reach clients whose rpcbind never answers. */
    private static void unreachable(NlmTarget target, int clients) throws IOException {
        InetAddress holder = client(5);
        Owner held = owner(holder, target.file(), 1);
        try (NlmTalk talk = new NlmTalk(target, holder)) {
            talk.granted(NlmCall.lock(held, 0, 0, false));
            for (int i = 0; i < clients; i++) {
                InetAddress client = client(1_000 + i);
                try (NlmTalk waiter = new NlmTalk(target, client)) {
                    waiter.ask(NlmCall.lock(owner(client, held.file(), 1), i, 1, true));
                }
            }
            talk.granted(NlmCall.unlock(held, 0, 0));
        }
    }

    private void freeAll() throws Exception {
        int locks = number(1);
        NlmRounds.compare(
                "FREE_ALL of " + locks + " locks, ms until all is free",
                targets,
                number(2),
                index -> {
                    NlmTarget target = targets.get(index);
                    InetAddress client = client(6);
                    InetAddress other = client(7);
                    Opaque file = target.file();
                    try (NlmTalk talk = new NlmTalk(target, client);
                            NlmTalk next = new NlmTalk(target, other)) {
                        talk.fill(locks, i -> owner(client, file, 1));
                        NlmCall probe = NlmCall.test(owner(other, file, 1), 0, 0);
                        long begin = System.nanoTime();
                        talk.ask(NlmCall.freeAll(client.getHostAddress()));
                        while (next.ask(probe) != 0) {
                            Thread.onSpinWait();
                        }
                        return (System.nanoTime() - begin) / 1e6;
                    }
                });
    }

    private void fill() throws IOException {
        InetAddress client = client(8);
        // No owner is one of an earlier run's.
        int first = ThreadLocalRandom.current().nextInt(1 << 30);
        for (NlmTarget target : targets) {
            Opaque file = target.file();
            try (NlmTalk talk = new NlmTalk(target, client)) {
                talk.fill(number(1), i -> owner(client, file, many(2) ? first + i : first));
            }
        }
    }
}

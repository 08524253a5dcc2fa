package org.relock.state.notify;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.relock.state.names.NumericAddress;
import org.relock.state.notify.NotifyStep.AskPort;
import org.relock.state.notify.NotifyStep.LookUp;
import org.relock.state.notify.NotifyStep.Tell;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.rpc.Transport;
import org.relock.state.rpcbind.RemotePort;
import org.relock.state.store.MonitorRecord;
import org.relock.state.xdr.Opaque;

/**
 * A world of peers for {@link NotifySchedule}, in which time moves only when nothing else can
 * happen. What was sent, and when, is kept as lines that a person can read.
 */
final class SimPeers {

    static final long SECOND = 1_000_000_000L;
    private static final int STATD_PORT = 600;
    private static final Opaque PRIV = Opaque.ofHex("00000000000000000000000000000000");

    /** How one address behaves. */
    enum Mood {
        WELL,
        STATD_SILENT,
        RPCBIND_SILENT,
        NOT_REGISTERED,
        TCP_ONLY,
        /** UDP is filtered away, TCP is not. */
        UDP_FILTERED
    }

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    final List<String> sent = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    /** The names each address was told, in the order of their arrival. */
    final Map<String, List<String>> heard = new HashMap<>();

    /** The same for each host, whichever its address. */
    final Map<String, List<String>> heardByHost = new HashMap<>();

    /** Answered datagrams that would have been in one socket's buffer at the worst moment. */
    int mostSentAtOnce;

    private final Map<String, Mood> moods = new HashMap<>();
    private final Map<String, List<String>> dns = new HashMap<>();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Recipient> recipients = new ArrayList<>();
    private final Set<String> noWays = new HashSet<>();
    private boolean namesHang;
    private final Random random;
    private final double loss;
    private final long delayNanos;
    private NotifySchedule schedule;
    private long now;
    private long order;
    private int sentNow;

    SimPeers() {
        this(new Random(0), 0, 0);
    }

    /** With loss (0 to 1) of every datagram, and replies that take up to a delay. */
    SimPeers(Random random, double loss, long delayNanos) {
        this.random = random;
        this.loss = loss;
        this.delayNanos = delayNanos;
    }

    SimPeers address(String address, Mood mood) {
        moods.put(address, mood);
        return this;
    }

    SimPeers name(String name, String... addresses) {
        dns.put(name, List.of(addresses));
        return this;
    }

    /** Lets nothing through between that source and that address. */
    SimPeers noWay(int source, String address) {
        noWays.add(source + " " + address);
        return this;
    }

    /** From now on no look-up is ever answered. */
    SimPeers namesHang() {
        namesHang = true;
        return this;
    }

    private Mood mood(NotifyStep step, String address) {
        return noWays.contains(step.notice().source() + " " + address)
                ? Mood.RPCBIND_SILENT
                : moods.getOrDefault(address, Mood.RPCBIND_SILENT);
    }

    /** Changes an address later. */
    SimPeers later(long second, String address, Mood mood) {
        events.add(new Event(second * SECOND, order++, () -> moods.put(address, mood)));
        return this;
    }

    SimPeers nameLater(long second, String name, String... addresses) {
        events.add(new Event(second * SECOND, order++, () -> dns.put(name, List.of(addresses))));
        return this;
    }

    static MonitorRecord record(String host, String myName) {
        return new MonitorRecord(host, new MonId(host, new MyId(myName, 100021, 3, 16)), PRIV);
    }

    /** Adds a host to be told, from as many sources as names are given. */
    SimPeers tell(String host, String... myNames) {
        Recipient recipient = new Recipient(record(host, myNames[0]));
        for (int i = 0; i < myNames.length; i++) {
            recipient.open().add(new Notice(recipient, i, myNames[i]));
        }
        recipients.add(recipient);
        return this;
    }

    /** Lets the time run until all is over or that second has come. */
    SimPeers run(NotifyTiming timing, long untilSecond) {
        schedule = new NotifySchedule(recipients, timing, now);
        while (!schedule.isOver(now)) {
            sentNow = 0;
            Optional<NotifyStep> next = schedule.next(now);
            while (next.isPresent()) {
                take(next.get());
                next = schedule.next(now);
            }
            mostSentAtOnce = Math.max(mostSentAtOnce, sentNow);
            collect();
            if (schedule.isOver(now)) {
                break;
            }
            long until = schedule.nextLook(now);
            if (until <= now) {
                throw new IllegalStateException("a busy loop at " + now);
            }
            if (!events.isEmpty() && events.peek().at <= until) {
                Event event = events.remove();
                now = Math.max(now, event.at);
                event.action.run();
            } else {
                now = until;
            }
            collect();
            if (now > untilSecond * SECOND) {
                break;
            }
        }
        return this;
    }

    List<String> pending() {
        return schedule.pending().stream().map(r -> r.record().fileName()).toList();
    }

    boolean isOver() {
        return schedule.isOver(now);
    }

    double seconds() {
        return now / (double) SECOND;
    }

    private void collect() {
        for (Optional<Recipient> done = schedule.nextTold();
                done.isPresent();
                done = schedule.nextTold()) {
            told.add(done.get().record().fileName());
        }
    }

    private void take(NotifyStep step) {
        if (step instanceof LookUp lookUp) {
            line("LOOKUP " + step.notice().host());
            List<InetAddress> found = new ArrayList<>();
            for (String address : dns.getOrDefault(step.notice().host(), List.of())) {
                found.add(NumericAddress.parse(address).orElseThrow());
            }
            if (!namesHang) {
                after(delay(), () -> schedule.found(lookUp, found, now));
            }
        } else if (step instanceof AskPort ask) {
            String address = ask.address().getHostAddress();
            line(
                    (ask.over() == Transport.TCP ? "tcp " : "")
                            + "GETPORT "
                            + ask.wanted().name().toLowerCase(Locale.ROOT)
                            + " "
                            + address);
            sentNow++;
            RemotePort answer = portAnswer(ask, mood(step, address));
            boolean lost = ask.over() == Transport.UDP && isLost();
            reply(
                    ask.over(),
                    lost ? RemotePort.Silence.INSTANCE : answer,
                    a -> schedule.port(ask, a, now));
        } else if (step instanceof Tell tell) {
            tell(tell);
        }
    }

    private void tell(Tell tell) {
        InetSocketAddress to = tell.to();
        String address = to.getAddress().getHostAddress();
        boolean tcp = tell.over() == Transport.TCP;
        line((tcp ? "tcp " : "") + "NOTIFY " + tell.name() + " " + address);
        sentNow++;
        Mood mood = mood(tell, address);
        boolean well =
                tcp ? mood != Mood.STATD_SILENT && mood != Mood.RPCBIND_SILENT : mood == Mood.WELL;
        boolean arrives = well && (tcp || !isLost());
        if (arrives) {
            heard.computeIfAbsent(address, a -> new ArrayList<>()).add(tell.name());
            heardByHost
                    .computeIfAbsent(tell.notice().host(), h -> new ArrayList<>())
                    .add(tell.name());
        }
        boolean answered = arrives && (tcp || !isLost());
        after(
                answered ? delay() : patience(tell.over()),
                () -> schedule.answered(tell, answered, answered, now));
    }

    private static RemotePort portAnswer(AskPort ask, Mood mood) {
        boolean udp = ask.over() == Transport.UDP;
        boolean wantsUdp = ask.wanted() == Transport.UDP;
        return switch (mood) {
            case WELL, STATD_SILENT -> new RemotePort.Port(STATD_PORT);
            case RPCBIND_SILENT -> RemotePort.Silence.INSTANCE;
            case NOT_REGISTERED -> RemotePort.NotRegistered.INSTANCE;
            case TCP_ONLY ->
                    wantsUdp ? RemotePort.NotRegistered.INSTANCE : new RemotePort.Port(STATD_PORT);
            case UDP_FILTERED ->
                    udp ? RemotePort.Silence.INSTANCE : new RemotePort.Port(STATD_PORT);
        };
    }

    private interface Taking {
        void take(RemotePort answer);
    }

    private void reply(Transport over, RemotePort answer, Taking taking) {
        boolean silent = answer instanceof RemotePort.Silence;
        after(silent ? patience(over) : delay(), () -> taking.take(answer));
    }

    private static long patience(Transport over) {
        return over == Transport.UDP
                ? NotifyTiming.UDP_PATIENCE.toNanos()
                : NotifyTiming.TCP_PATIENCE.toNanos();
    }

    private boolean isLost() {
        return random.nextDouble() < loss;
    }

    private long delay() {
        return delayNanos == 0 ? 0 : (long) (random.nextDouble() * delayNanos);
    }

    private void after(long nanos, Runnable action) {
        events.add(new Event(now + nanos, order++, action));
    }

    private void line(String what) {
        sent.add(now / SECOND + " " + what);
    }
}

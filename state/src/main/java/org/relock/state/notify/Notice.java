package org.relock.state.notify;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.relock.state.names.NumericAddress;

/** How far we are in telling one {@link Recipient} from one source. A bag of progress, no more. */
final class Notice {

    private final Recipient recipient;
    private final int source;
    private final String fullName;

    /** A name to look up; empty if the host is given by address, which never changes. */
    private final boolean numeric;

    private List<Address> addresses = List.of();

    /** The address of the last try, or -1. */
    private int at = -1;

    /** The address of the last try over TCP, or -1. */
    private int tcpAt = -1;

    /** Tries made in this row; what {@link NotifyTiming#delayNanos} wants. */
    int step;

    /** When to try next. An entry of the queue with another time is stale. */
    long nextTry;

    /** Whether some rpcbind of this host gave us a port in this round. */
    boolean portSeen;

    /** Whether the full name was heard, and only the short one is missing. */
    boolean sayingShort;

    /** Whether a look-up waits or is under way. */
    boolean lookingUp;

    /** Whether a TCP step waits or is under way. */
    boolean onTcp;

    /** Whether UDP has brought us no further since a try over TCP was put in the queue. */
    boolean silent;

    /** Whether a whole round has failed. */
    boolean failedRound;

    /** Whether the look-up's failure has been reported. */
    boolean complained;

    boolean over;

    /** One address and what we know of it. */
    static final class Address {
        final InetAddress address;

        /** 0 while not known. */
        int udpPort;

        /** 0 while not known. */
        int tcpPort;

        /** Whether its rpcbind knows no statd; not to be asked again until {@link #quietUntil}. */
        boolean quiet;

        long quietUntil;

        Address(InetAddress address) {
            this.address = address;
        }
    }

    Notice(Recipient recipient, int source, String fullName) {
        this.recipient = recipient;
        this.source = source;
        this.fullName = fullName;
        Optional<InetAddress> figures = NumericAddress.parse(host());
        this.numeric = figures.isPresent();
        if (numeric) {
            setAddresses(List.of(figures.get()));
        }
    }

    Recipient recipient() {
        return recipient;
    }

    /** Returns the index of the source that sends. */
    int source() {
        return source;
    }

    /** Returns what to look up: the record's file name, as nfs-utils does. */
    String host() {
        return recipient.record().fileName();
    }

    boolean numeric() {
        return numeric;
    }

    /** Returns the name that this notice says now. */
    String name() {
        return sayingShort ? ShortName.of(fullName).orElse(fullName) : fullName;
    }

    Optional<String> shortName() {
        return ShortName.of(fullName);
    }

    boolean hasAddresses() {
        return !addresses.isEmpty();
    }

    /** Takes over what a look-up found, and returns whether that is anything new. */
    boolean setAddresses(List<InetAddress> found) {
        List<Address> known = new ArrayList<>(found.size());
        HashSet<InetAddress> seen = new HashSet<>();
        for (InetAddress address : found) {
            if (seen.add(address)) {
                known.add(new Address(address));
            }
        }
        HashSet<InetAddress> before = new HashSet<>();
        for (Address address : addresses) {
            before.add(address.address);
        }
        if (seen.equals(before)) {
            return false;
        }
        addresses = known;
        at = -1;
        tcpAt = -1;
        return true;
    }

    /** Finds what we know of an address, unless it is no longer one of the host's. */
    Optional<Address> address(InetAddress wanted) {
        for (Address address : addresses) {
            if (address.address.equals(wanted)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** Moves on to the next address whose rpcbind has not said that there is no statd. */
    Optional<Address> nextAddress(long now) {
        for (int i = 1; i <= addresses.size(); i++) {
            int candidate = (at + i) % addresses.size();
            Address address = addresses.get(candidate);
            if (address.quiet && now - address.quietUntil >= 0) {
                address.quiet = false;
            }
            if (!address.quiet) {
                at = candidate;
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    /** Moves on to the next address, whatever its rpcbind says over UDP. */
    Address nextTcpAddress() {
        tcpAt = (tcpAt + 1) % addresses.size();
        return addresses.get(tcpAt);
    }

    /** Makes {@code wanted} the address of the next try. */
    void comeBackTo(InetAddress wanted) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).address.equals(wanted)) {
                at = i - 1;
            }
        }
    }

    /** Returns when the first of the quiet addresses may be asked again. */
    long quietUntil() {
        long earliest = addresses.get(0).quietUntil;
        for (Address address : addresses) {
            if (address.quietUntil - earliest < 0) {
                earliest = address.quietUntil;
            }
        }
        return earliest;
    }

    /** Returns whether every address's rpcbind has said that there is no statd. */
    boolean allQuiet() {
        for (Address address : addresses) {
            if (!address.quiet) {
                return false;
            }
        }
        return true;
    }

    /** Assumes nothing of any port any more: a statd that came back may have another. */
    void forgetPorts() {
        for (Address address : addresses) {
            address.udpPort = 0;
            address.tcpPort = 0;
        }
    }
}

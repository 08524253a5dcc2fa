package org.relock.state.rpc;

import java.time.Duration;

/**
 * What a server gives to strangers at most. The numbers are those of one server; each loop has its
 * share of the totals.
 *
 * @param connections open TCP connections; when one more comes, the one that has been idle longest
 *     is closed. The descriptors the process may open bound them too, see {@link #spareDescriptors}
 * @param spareDescriptors file descriptors that connections never take, so that files can still be
 *     opened and connections accepted
 * @param recordBytes one TCP record's, all its fragments together; a connection that announces more
 *     is closed
 * @param connectionCallsInFlight calls of one connection that wait for their answer; above it the
 *     connection is not read
 * @param callsInFlight the same of all callers together; above it TCP connections are not read and
 *     datagrams are dropped
 * @param unsentBytes replies of one connection that its peer has not taken; above it the connection
 *     is not read
 * @param bufferedBytes all that connections hold: half-received records, calls read but not yet
 *     begun, unsent replies; above it the connection that has held something longest is closed
 * @param halfRecord how long a record may take from its first byte to its last
 * @param unread how long a peer may take none of the replies waiting for it
 * @param idle how long a connection without calls stays open
 * @param datagramBytes one datagram's; larger ones are dropped
 * @param datagramsPerRound read from one socket before others get their turn
 * @param acceptsPerRound connections accepted before others get their turn
 * @param rescan how often the interfaces are read for addresses that came or went
 * @param rescanPause how soon they may be read again because a call came to an address not yet
 *     known
 * @param closing how long {@link RpcServer#close} waits for calls in flight and unsent replies
 */
public record Limits(
        int connections,
        int spareDescriptors,
        int recordBytes,
        int connectionCallsInFlight,
        int callsInFlight,
        int unsentBytes,
        int bufferedBytes,
        Duration halfRecord,
        Duration unread,
        Duration idle,
        int datagramBytes,
        int datagramsPerRound,
        int acceptsPerRound,
        Duration rescan,
        Duration rescanPause,
        Duration closing) {

    /** The most a UDP datagram can carry over IPv4 (RFC 768, RFC 791), in bytes. */
    static final int LARGEST_DATAGRAM = 65_507;

    /** What the daemons live by. */
    public static final Limits STANDARD =
            new Limits(
                    1_000,
                    128,
                    65_536,
                    128,
                    4_096,
                    131_072,
                    4_194_304,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(6),
                    LARGEST_DATAGRAM,
                    64,
                    64,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(2));

    /** Checks that each limit lets something through. */
    public Limits {
        if (connections < 1
                || spareDescriptors < 0
                || recordBytes < CallHeader.SHORTEST_CALL
                || connectionCallsInFlight < 1
                || callsInFlight < 1
                || unsentBytes < 0
                || bufferedBytes < 1
                || datagramBytes < CallHeader.SHORTEST_CALL
                || datagramBytes > LARGEST_DATAGRAM
                || datagramsPerRound < 1
                || acceptsPerRound < 1) {
            throw new IllegalArgumentException("a limit that nothing can pass");
        }
    }

    /** Returns these limits with another number of connections. */
    public Limits withConnections(int number) {
        return new Limits(
                number,
                spareDescriptors,
                recordBytes,
                connectionCallsInFlight,
                callsInFlight,
                unsentBytes,
                bufferedBytes,
                halfRecord,
                unread,
                idle,
                datagramBytes,
                datagramsPerRound,
                acceptsPerRound,
                rescan,
                rescanPause,
                closing);
    }

    /** Returns these limits with another size of records, in bytes. */
    public Limits withRecordBytes(int bytes) {
        return new Limits(
                connections,
                spareDescriptors,
                bytes,
                connectionCallsInFlight,
                callsInFlight,
                unsentBytes,
                bufferedBytes,
                halfRecord,
                unread,
                idle,
                datagramBytes,
                datagramsPerRound,
                acceptsPerRound,
                rescan,
                rescanPause,
                closing);
    }

    /** Returns these limits with other numbers of calls in flight. */
    public Limits withCallsInFlight(int ofOneConnection, int together) {
        return new Limits(
                connections,
                spareDescriptors,
                recordBytes,
                ofOneConnection,
                together,
                unsentBytes,
                bufferedBytes,
                halfRecord,
                unread,
                idle,
                datagramBytes,
                datagramsPerRound,
                acceptsPerRound,
                rescan,
                rescanPause,
                closing);
    }

    /** Returns these limits with other sizes of buffers, in bytes. */
    public Limits withBuffers(int unsent, int together) {
        return new Limits(
                connections,
                spareDescriptors,
                recordBytes,
                connectionCallsInFlight,
                callsInFlight,
                unsent,
                together,
                halfRecord,
                unread,
                idle,
                datagramBytes,
                datagramsPerRound,
                acceptsPerRound,
                rescan,
                rescanPause,
                closing);
    }

    /** Returns these limits with other patience for connections. */
    public Limits withPatience(Duration forHalfRecord, Duration forUnread, Duration forIdle) {
        return new Limits(
                connections,
                spareDescriptors,
                recordBytes,
                connectionCallsInFlight,
                callsInFlight,
                unsentBytes,
                bufferedBytes,
                forHalfRecord,
                forUnread,
                forIdle,
                datagramBytes,
                datagramsPerRound,
                acceptsPerRound,
                rescan,
                rescanPause,
                closing);
    }
}

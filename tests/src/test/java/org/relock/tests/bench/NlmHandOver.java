package org.relock.tests.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.relock.state.xdr.Opaque;
import org.relock.tests.bench.NlmCall.Owner;
import org.relock.tests.nlm.Portmapper;
import org.relock.tests.nlm.Transport;

/**
 * A holds some files and B waits for each; A unlocks all at once, and the time is taken until each
 * GRANTED reaches B. One thread is A and B, so that a single wake-up lies between.
 */
final class NlmHandOver implements AutoCloseable {

    private static final int BLOCKED = 3;
    private static final int LONGEST_WAIT_MILLIS = 60_000;

    /** A GRANTED that has not come by then is lost; B asks again, as a kernel does. */
    private static final long LOST_NANOS = 8_000_000_000L;

    /** Between GRANTED_RES and UNLOCK, so that a server with threads has seen the one before. */
    private static final long HOLD_NANOS = 1_000_000;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Portmapper portmapper;
    private final NlmLine a;
    private final NlmLine b;
    private final List<NlmCall> aLocks = new ArrayList<>();
    private final List<NlmCall> aUnlocks = new ArrayList<>();
    private final List<NlmCall> bLocks = new ArrayList<>();
    private final List<NlmCall> bUnlocks = new ArrayList<>();
    private final List<NlmLine> callbacks = new ArrayList<>();
    private int expectedStatus;
    private boolean tolerant;
    private int lost;
    private int replies;
    private int grants;
    private long begin;
    private long[] nanos = new long[0];

    NlmHandOver(NlmTarget target, InetAddress aAddress, InetAddress bAddress, int files)
            throws IOException {
        listener.bind(new InetSocketAddress(bAddress, 0));
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        portmapper = new Portmapper(bAddress);
        portmapper.register(NlmCall.PROGRAM, Transport.TCP, listener.socket().getLocalPort());
        a = NlmLine.open(aAddress, target.address(), selector);
        b = NlmLine.open(bAddress, target.address(), selector);
        // Each keeps one lock for all of the time, so that it is not watched anew for every other.
        keep(a, NlmCall.lock(new Owner(aAddress.getHostAddress(), target.file(), 1), 0, 1, false));
        keep(b, NlmCall.lock(new Owner(bAddress.getHostAddress(), target.file(), 2), 0, 1, false));
        for (int i = 0; i < files; i++) {
            Opaque file = target.file();
            Owner ofA = new Owner(aAddress.getHostAddress(), file, 3);
            Owner ofB = new Owner(bAddress.getHostAddress(), file, 4);
            aLocks.add(NlmCall.lock(ofA, 0, 0, false));
            aUnlocks.add(NlmCall.unlock(ofA, 0, 0));
            bLocks.add(NlmCall.lock(ofB, 0, 0, true));
            bUnlocks.add(NlmCall.unlock(ofB, 0, 0));
        }
    }

    private void keep(NlmLine line, NlmCall lock) throws IOException {
        ask(line, List.of(lock), 0);
    }

    /** Hands every file over once; returns the nanoseconds until each of the GRANTED. */
    long[] once() throws IOException {
        ask(a, aLocks, 0);
        ask(b, bLocks, BLOCKED);
        nanos = new long[bLocks.size()];
        grants = 0;
        replies = 0;
        expectedStatus = 0;
        for (NlmCall unlock : aUnlocks) {
            a.call(unlock);
        }
        begin = System.nanoTime();
        a.flush();
        while (grants < nanos.length || replies < aUnlocks.size()) {
            if (System.nanoTime() - begin > LOST_NANOS) {
                lost();
                break;
            }
            turn(100);
        }
        LockSupport.parkNanos(HOLD_NANOS);
        ask(b, bUnlocks, 0);
        return nanos;
    }

    /** Asks for what was not granted until it is. */
    private void lost() throws IOException {
        for (int i = grants; i < nanos.length; i++) {
            nanos[i] = LOST_NANOS;
            lost++;
        }
        tolerant = true;
        ask(b, bLocks, 0);
        tolerant = false;
    }

    /** Returns how many GRANTED never came. */
    int lostOnes() {
        return lost;
    }

    private void ask(NlmLine line, List<NlmCall> calls, int status) throws IOException {
        replies = 0;
        expectedStatus = status;
        for (NlmCall call : calls) {
            line.call(call);
        }
        line.flush();
        long start = System.nanoTime();
        while (replies < calls.size()) {
            turn(1_000);
            if (System.nanoTime() - start > LONGEST_WAIT_MILLIS * 1_000_000L) {
                throw new IOException("no answer in a minute");
            }
        }
    }

    private void turn(int millis) throws IOException {
        selector.select(millis);
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isAcceptable()) {
                callbacks.add(new NlmLine(listener.accept(), selector));
            } else {
                read((NlmLine) key.attachment());
            }
        }
        selector.selectedKeys().clear();
        b.flush();
    }

    private void read(NlmLine line) throws IOException {
        try {
            line.read(this::take);
        } catch (EOFException e) {
            if (!callbacks.remove(line)) {
                throw e;
            }
            // The server may close its own connections as it likes.
            line.close();
        }
    }

    private void take(NlmLine line, ByteBuffer record, int at, int length) {
        boolean isReply = record.getInt(at + 4) == 1;
        if (isReply && length < NlmCall.STATUS + 4) {
            // Some answer the GRANTED_RES, which has no answer.
            return;
        }
        if (isReply) {
            int status = record.getInt(at + NlmCall.STATUS);
            if (status != expectedStatus && !tolerant) {
                throw new IllegalStateException(
                        "status " + status + " instead of " + expectedStatus);
            }
            replies++;
            return;
        }
        long now = System.nanoTime();
        if (grants < nanos.length) {
            nanos[grants] = now - begin;
        }
        grants++;
        int cookie = at + 24;
        for (int i = 0; i < 2; i++) {
            cookie += 8 + ((record.getInt(cookie + 4) + 3) & ~3);
        }
        byte[] bytes = new byte[record.getInt(cookie)];
        record.get(cookie + 4, bytes);
        b.call(NlmCall.grantedRes(Opaque.copyOf(bytes)));
    }

    @Override
    public void close() throws IOException {
        a.close();
        b.close();
        for (NlmLine callback : callbacks) {
            callback.close();
        }
        listener.close();
        selector.close();
        portmapper.close();
    }
}

package org.relock.state.rpc;

import java.util.ArrayDeque;

/**
 * What is to be run once certain bytes of a stream have been given to its socket. It takes memory
 * only while there is something; each thing is run once.
 */
final class AfterReplies {

    /** A task, and after how many bytes of the stream it is due. */
    private record Due(Runnable task, long position) {}

    private static final int FEW = 4;

    /** Of replies that are being put together. */
    private ArrayDeque<Runnable> fresh;

    /** Of replies in the stream, in its order. */
    private ArrayDeque<Due> due;

    /** Adds what belongs to a reply whose end is not known yet. */
    void add(Runnable task) {
        if (task != Origin.NOTHING) {
            if (fresh == null) {
                fresh = new ArrayDeque<>(FEW);
            }
            fresh.add(task);
        }
    }

    /** The replies being put together have become part of the stream, up to there. */
    void endAt(long position) {
        if (fresh == null) {
            return;
        }
        if (due == null) {
            due = new ArrayDeque<>(FEW);
        }
        for (Runnable task : fresh) {
            due.add(new Due(task, position));
        }
        fresh = null;
    }

    /** Runs what is due, now that so much of the stream has been taken by the socket. */
    void sent(long position) {
        while (due != null && due.peek().position() - position <= 0) {
            Runnable task = due.poll().task();
            if (due.isEmpty()) {
                due = null;
            }
            run(task);
        }
    }

    /** Runs everything; nothing is sent any more. */
    void close() {
        endAt(Long.MAX_VALUE);
        sent(Long.MAX_VALUE);
    }

    /** Runs one task; whatever comes of it, serving goes on. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) { // It is not the caller's fault, nor that of others.
            RpcLog.loopFailed(e);
        }
    }
}

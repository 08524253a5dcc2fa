package org.relock.state.rpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.relock.state.threads.PatientThread;

/**
 * The threads of one loop, of which one leads it. If a call that the leader has read needs to wait
 * for something, the leader may do that itself: it leaves the lead to the next thread, and the call
 * is spared two hand-overs. A loop is never without a leader for that.
 */
final class LoopCrew {

    /** Threads at most; all but one of them may be waiting for something. */
    private static final int MOST = 4;

    /** How long a thread that has nothing to do stays, in nanoseconds. */
    private static final long IDLE_NANOS = 10_000_000_000L;

    private final ServerLoop loop;
    private final String name;
    private final List<Thread> threads = new ArrayList<>();
    private final ArrayDeque<Member> idle = new ArrayDeque<>();
    private boolean led;

    LoopCrew(ServerLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    /** Has the loop served from now on. */
    synchronized void start() {
        add();
    }

    private void add() {
        Thread thread = new Member();
        threads.add(thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // The system gives no more threads.
            threads.remove(thread);
            throw e;
        }
    }

    /**
     * Waits until the loop has ended, for so long; returns whether it has. Threads that wait for
     * something else then end when they have it.
     */
    synchronized boolean join(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (led || !loop.ended()) {
            long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private final class Member extends PatientThread {

        private Runnable task;
        private volatile boolean leads;

        Member() {
            super(() -> {}, name, 0);
        }

        @Override
        public void run() {
            try {
                while (takesLead()) {
                    loop.lead(() -> task == null);
                    leaveLead();
                    doTask();
                }
            } finally {
                leave(this);
            }
        }

        /** Returns true once this thread leads, and false if it is not needed any more. */
        private boolean takesLead() {
            if (!lines(this)) {
                return leads;
            }
            long until = System.nanoTime() + IDLE_NANOS;
            while (!leads) {
                long left = until - System.nanoTime();
                if (left <= 0 && leavesLine(this)) {
                    return false;
                }
                LockSupport.parkNanos(this, Math.max(1, left));
            }
            return !loop.ended();
        }

        private void leaveLead() {
            leads = false;
            if (!passOn()) {
                // No thread can be had. The task costs everybody time now, but is not lost.
                doTask();
            }
        }

        private void doTask() {
            Runnable mine = task;
            task = null;
            if (mine != null) {
                try {
                    mine.run();
                } catch (RuntimeException | Error e) { // It must not cost the crew a thread.
                    RpcLog.loopFailed(e);
                }
            }
        }

        @Override
        protected boolean accepts(Runnable offered) {
            // Where calls come faster than they end, a change of the lead for each costs more than
            // it saves.
            if (!leads || task != null || !loop.isQuiet() || !hasNext()) {
                return false;
            }
            task = offered;
            return true;
        }
    }

    /** Has a thread lead, or wait in line for that; returns whether it waits. */
    private synchronized boolean lines(Member member) {
        if (loop.ended()) {
            return false;
        }
        if (led) {
            idle.push(member);
            return true;
        }
        led = true;
        member.leads = true;
        return false;
    }

    /** Returns false if it has been called to lead meanwhile. */
    private synchronized boolean leavesLine(Member member) {
        return idle.remove(member);
    }

    /** Returns whether there is a thread that could lead next, or room for one. */
    private synchronized boolean hasNext() {
        return !idle.isEmpty() || threads.size() < MOST;
    }

    /** Passes the lead on; false if there is nobody to take it, and no thread can be made. */
    private boolean passOn() {
        Member next;
        synchronized (this) {
            next = idle.poll();
            led = next != null;
            if (loop.ended()) {
                led = false;
                for (Member member = next; member != null; member = idle.poll()) {
                    call(member);
                }
                notifyAll();
                return true;
            }
            if (next == null) {
                try {
                    add();
                } catch (OutOfMemoryError e) {
                    return false;
                }
                return true;
            }
        }
        call(next); // Outside, so that it does not wake only to wait for us.
        return true;
    }

    private static void call(Member next) {
        next.leads = true;
        LockSupport.unpark(next);
    }

    private synchronized void leave(Thread member) {
        threads.remove(member);
    }
}

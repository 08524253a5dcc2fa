package org.relock.state.rpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.relock.state.threads.PatientThread;

/**
 * The threads of one loop, of which one leads it. If a call that the leader has read needs to wait
 * for something, the leader may do that itself, and the call is spared two hand-overs. It holds the
 * lead meanwhile, for a moment: then the deputy, another of these threads, takes it. Where that has
 * come to pass, or more calls are under way, it passes the lead on before.
 */
final class LoopCrew {

    /** Threads at most; all but one of them may be waiting for something. */
    private static final int MOST = 4;

    /** How long a thread that has nothing to do stays, in nanoseconds. */
    private static final long IDLE_NANOS = 10_000_000_000L;

    /** A deputy that has looked so often in vain sleeps until it is appointed again. */
    private static final int LOOKS_IN_VAIN = 10;

    private final ServerLoop loop;
    private final String name;
    private final List<Thread> threads = new ArrayList<>();
    private final ArrayDeque<Member> idle = new ArrayDeque<>();
    private final HeldLead hold = new HeldLead();
    private boolean led;

    /** The idle member that looks after the leader, if one does. */
    private volatile Member deputy;

    LoopCrew(ServerLoop loop, String name) {
        this.loop = loop;
        this.name = name;
    }

    /** Has the loop served from now on. */
    synchronized void start() {
        add();
    }

    private Member add() {
        Member thread = new Member();
        threads.add(thread);
        try {
            thread.start();
            return thread;
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
                    do {
                        loop.lead(() -> task == null);
                    } while (keepsLead());
                    if (leads) {
                        leaveLead();
                    }
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
                if (deputy == this) {
                    beDeputy();
                    until = System.nanoTime() + IDLE_NANOS;
                    continue;
                }
                long left = until - System.nanoTime();
                if (left <= 0 && leavesLine(this)) {
                    return false;
                }
                LockSupport.parkNanos(this, Math.max(1, left));
            }
            if (deputy == this) {
                deputy = null; // Nobody looks after itself.
            }
            return !loop.ended();
        }

        /** Looks after the leader until this thread leads, or for as long as there is need. */
        private void beDeputy() {
            int inVain = 0;
            while (!leads && inVain < LOOKS_IN_VAIN) {
                long before = hold.turn();
                letPass(HeldLead.PATIENCE_NANOS);
                if (hold.turn() != before) {
                    inVain = 0;
                } else if (!HeldLead.isHeld(before)) {
                    inVain++;
                } else if (!leads && hold.take(before)) {
                    stepOut(this);
                    leads = true;
                }
            }
            deputy = null;
            // Whoever has begun a hold and seen a deputy before that counts on it.
            if (!leads && HeldLead.isHeld(hold.turn())) {
                deputy = this;
            }
        }

        private void letPass(long nanos) {
            long until = System.nanoTime() + nanos;
            long left = nanos;
            while (left > 0 && !leads) {
                LockSupport.parkNanos(this, left);
                left = until - System.nanoTime();
            }
        }

        /** Does the task, if it may be done in the lead; returns whether this thread leads on. */
        private boolean keepsLead() {
            if (task == null || !loop.isAlone() || !hold.mayBegin() || !hasDeputy()) {
                return false;
            }
            long begun = hold.begin();
            if (deputy == null) {
                hasDeputy(); // It has retired just now. If there is none to be had, it is as
                // before.
            }
            doTask();
            leads = hold.end(begun);
            return leads;
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

    /** Returns false if it has been called to lead, or to be deputy, meanwhile. */
    private synchronized boolean leavesLine(Member member) {
        return deputy != member && idle.remove(member);
    }

    private synchronized void stepOut(Member member) {
        idle.remove(member);
    }

    /** Returns whether a thread looks after the leader from now on. */
    private boolean hasDeputy() {
        if (deputy != null) {
            return true;
        }
        Member next;
        synchronized (this) {
            next = idle.peek();
            if (next == null && threads.size() < MOST) {
                try {
                    next = add();
                } catch (OutOfMemoryError e) {
                    return false;
                }
            }
            deputy = next;
        }
        LockSupport.unpark(next);
        return next != null;
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

    private synchronized void leave(Member member) {
        threads.remove(member);
        if (deputy == member) {
            deputy = null;
        }
    }
}

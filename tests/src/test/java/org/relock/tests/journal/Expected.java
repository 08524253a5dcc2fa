package org.relock.tests.journal;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.relock.lockd.locks.FileKey;
import org.relock.lockd.locks.LockJournal;
import org.relock.lockd.locks.LockLimits;
import org.relock.lockd.locks.LockService;
import org.relock.lockd.locks.RecordedState;

/**
 * What one thread's file must look like: the same steps on a table of our own. Of a step that was
 * begun and not acknowledged any part may have been done, from its beginning on.
 */
final class Expected {

    private final FileKey file;
    private final LockScript script;
    private final LockService locks;
    private LockJournal hearing = LockJournal.NONE;
    private boolean begun;
    private boolean started;

    /** Begins with what was recovered. */
    Expected(int thread, long seed, RecordedState recovered) {
        file = LockScript.file(thread);
        script = new LockScript(thread, seed);
        locks =
                new LockService(
                        System::nanoTime,
                        LockLimits.STANDARD,
                        passingOn(),
                        LockScript.NOBODY,
                        of(recovered, file));
    }

    /** Tells whoever hears at the time. */
    private LockJournal passingOn() {
        return (LockJournal)
                Proxy.newProxyInstance(
                        LockJournal.class.getClassLoader(),
                        new Class<?>[] {LockJournal.class},
                        (proxy, method, arguments) -> method.invoke(hearing, arguments));
    }

    private static RecordedState of(RecordedState state, FileKey file) {
        return new RecordedState(
                Map.of(file, state.locks().getOrDefault(file, List.of())),
                state.wishes().stream().filter(w -> w.request().file().equals(file)).toList(),
                Map.of(file, state.shares().getOrDefault(file, List.of())),
                state.lastWish());
    }

    /** A byte came from the process: a step has begun, or is done. */
    void heard(boolean done) {
        if (!begun && !done) {
            grantAtStart();
        } else if (done) {
            script.step(locks);
        }
        begun = !done;
    }

    /** The table grants what it can before the first step. */
    private void grantAtStart() {
        if (!started) {
            started = true;
            locks.begin();
        }
    }

    /** Returns the pictures of which the one found must be one; to be asked once, at the end. */
    List<String> allowed() {
        Heard heard = new Heard(locks.snapshot(), file);
        hearing = heard;
        List<String> pictures = new ArrayList<>();
        if (!started) {
            // It may have been killed before it began, while it did, or after.
            grantAtStart();
        }
        if (begun) {
            script.step(locks);
        }
        pictures.addAll(heard.pictures());
        return pictures;
    }
}

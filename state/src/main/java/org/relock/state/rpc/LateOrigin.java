package org.relock.state.rpc;

/** The origin of a call that is answered on another thread than the one it came on. */
final class LateOrigin extends PassedOn {

    private Runnable afterwards = NOTHING;

    LateOrigin(Origin origin) {
        super(origin);
    }

    /** Returns what is to be run after the reply. */
    Runnable afterwards() {
        return afterwards;
    }

    @Override
    public void afterReply(Runnable task) {
        afterwards = task;
    }
}

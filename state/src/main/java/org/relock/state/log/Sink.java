package org.relock.state.log;

/** Where finished log lines go. Called by one thread at a time. */
@FunctionalInterface
interface Sink {

    /**
     * Takes one line.
     *
     * @param text printable ASCII without a line end
     */
    void write(Severity severity, String text);
}

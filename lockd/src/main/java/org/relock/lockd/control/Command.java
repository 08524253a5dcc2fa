package org.relock.lockd.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Answers one kind of question. It may wait: it has a thread that serves nobody else. */
@FunctionalInterface
interface Command {

    /**
     * Writes the fields of the answer, having looked and decided before it writes the first.
     *
     * @throws RefusedException if there is nothing to answer; nothing has been written then
     * @throws IOException if the one who asked is gone
     */
    void answer(Question question, JsonGenerator json) throws IOException, RefusedException;
}

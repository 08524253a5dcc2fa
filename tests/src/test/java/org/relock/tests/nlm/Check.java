package org.relock.tests.nlm;

/**
 * One thing that a server must do.
 *
 * @param number of the acceptance check that it belongs to, as in "NLM check 12"
 * @param name what the server does, as a sentence
 */
record Check(int number, String name, Body body) {

    /** What is done on the stage; it throws {@link CheckFailed} or {@link CheckSkipped}. */
    interface Body {
        void on(Stage stage) throws Exception;
    }

    @Override
    public String toString() {
        return number + " " + name;
    }
}

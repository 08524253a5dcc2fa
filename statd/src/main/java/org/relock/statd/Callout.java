package org.relock.statd;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The high-availability callout: a program of the administrator's that hears of every change to the
 * monitor list and of every notice. What it answers does not matter; that it has ended does.
 */
public interface Callout {

    /** No program is configured. */
    Callout NONE =
            new Callout() {
                @Override
                public CompletionStage<Void> addClient(String monName, String myName) {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public CompletionStage<Void> delClient(String monName, String myName) {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public CompletionStage<Void> smNotify(String name, String source, int state) {
                    return CompletableFuture.completedFuture(null);
                }
            };

    /** Runs {@code add-client MON_NAME MY_NAME}; completes when it has ended, never badly. */
    CompletionStage<Void> addClient(String monName, String myName);

    /** Runs {@code del-client MON_NAME MY_NAME}; completes when it has ended, never badly. */
    CompletionStage<Void> delClient(String monName, String myName);

    /**
     * Runs {@code sm-notify NAME SOURCE STATE}, without STATE if it is negative, after all earlier
     * ones of this source; completes when it has ended, never badly.
     */
    CompletionStage<Void> smNotify(String name, String source, int state);
}

package org.relock.statd;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.relock.state.os.AdminProgram;
import org.relock.state.os.Children;
import org.relock.state.service.KeyedOrder;
import org.relock.state.service.Seldom;
import org.relock.state.time.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callout as a program on disk, run without a shell. Who asked waits for it to end, up to a
 * limit; nobody else does.
 */
final class ProgramCallout implements Callout {

    private static final Logger LOG = LoggerFactory.getLogger(ProgramCallout.class);

    private static final byte[] NO_INPUT = {};

    private final AdminProgram program;
    private final KeyedOrder<String> bySource = new KeyedOrder<>(StatdLimits.CALLOUTS_WAITING);
    private final Seldom tooMany;

    /** Makes one; after {@code limit} the program is killed and counts as ended. */
    ProgramCallout(Path program, Duration limit, Children children, Ticker ticker) {
        this.program = new AdminProgram(program, limit, children);
        tooMany = new Seldom(ticker, StatdLimits.LOUD_SENTENCE_PAUSE);
    }

    @Override
    public CompletionStage<Void> addClient(String monName, String myName) {
        return run(List.of("add-client", monName, myName));
    }

    @Override
    public CompletionStage<Void> delClient(String monName, String myName) {
        if (!NameRules.isHostName(monName) || !NameRules.isWatcherName(myName)) {
            // Nothing can have been added under such a name.
            return completedFuture(null);
        }
        return run(List.of("del-client", monName, myName));
    }

    /**
     * A name that is no host's is not handed on, as it might be an attack on the program; the
     * source address, which every notice has, takes its place.
     */
    @Override
    public CompletionStage<Void> smNotify(String name, String source, int state) {
        String safe = NameRules.isPlain(name) ? name : source;
        List<String> words =
                state < 0
                        ? List.of("sm-notify", safe, source)
                        : List.of("sm-notify", safe, source, Integer.toString(state));
        return bySource.submit(source, () -> run(words))
                .orElseGet(
                        () -> {
                            if (tooMany.now()) {
                                LOG.warn("Too many notices: {} does not hear of all", program);
                            }
                            return completedFuture(null);
                        });
    }

    private CompletionStage<Void> run(List<String> words) {
        return program.run(words, NO_INPUT);
    }
}

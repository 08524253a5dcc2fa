package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.relock.state.rpc.Gate;

/**
 * A gate that also keeps calls until the names are known on which the caller's rights depend, so
 * that no client is turned away for a look-up that is under way.
 *
 * @param outer who may call at all
 * @param exports what the rights are about
 */
public record NamesGate(Gate outer, ExportTable exports) implements Gate {

    @Override
    public boolean allows(InetAddress remote) {
        return outer.allows(remote);
    }

    @Override
    public Optional<CompletionStage<Boolean>> undecided(InetAddress remote) {
        Optional<CompletionStage<Boolean>> first = outer.undecided(remote);
        if (first.isEmpty() && !outer.allows(remote)) {
            return first; // Strangers cause no look-ups.
        }
        Optional<CompletionStage<Boolean>> second = exports.undecided(remote);
        if (second.isEmpty()) {
            return first;
        }
        CompletionStage<Boolean> letIn =
                first.orElseGet(() -> CompletableFuture.completedFuture(true));
        return Optional.of(letIn.thenCombine(second.get(), (allowed, known) -> allowed));
    }
}

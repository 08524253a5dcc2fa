package org.relock.state.names;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.relock.state.time.Ticker;

/**
 * Names as this machine's C library finds them. Addresses in numbers are recognised here and never
 * asked about in a forward look-up; strings that cannot be host names are never asked about at all.
 *
 * <p>Nothing is loaded and no thread runs before the first question. Forward and reverse look-ups
 * have threads of their own. A name server that does not answer costs each asker its own deadline
 * and nobody anything else; whoever must not be kept from answers by strangers' questions takes an
 * instance to himself.
 */
public final class SystemNames implements Names {

    private final Resolver resolver;
    private final Lookups<Resolver.Forward> forward;
    private final Lookups<String> reverse;

    /** With the numbers for a daemon. */
    public SystemNames() {
        this(NameLimits.DAEMON);
    }

    /** With numbers of one's own. */
    public SystemNames(NameLimits limits) {
        this(limits, limits);
    }

    /** With numbers of their own for names asked about, and for addresses. */
    public SystemNames(NameLimits forward, NameLimits reverse) {
        this(forward, reverse, new LibcResolver(), Ticker.SYSTEM, Alarm.SYSTEM);
    }

    SystemNames(
            NameLimits forward, NameLimits reverse, Resolver resolver, Ticker ticker, Alarm alarm) {
        this.resolver = resolver;
        this.forward = new Lookups<>("names", forward, ticker, alarm);
        this.reverse = new Lookups<>("names-reverse", reverse, ticker, alarm);
    }

    @Override
    public CompletableFuture<Optional<String>> canonical(String name) {
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        if (numeric.isPresent()) {
            return reverse(numeric.get()).thenApply(found -> Optional.of(found.orElse(name)));
        }
        return ask(name).thenApply(found -> found.flatMap(Resolver.Forward::canonical));
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(String name) {
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        if (numeric.isPresent()) {
            return CompletableFuture.completedFuture(List.of(numeric.get()));
        }
        return ask(name)
                .thenApply(found -> found.map(Resolver.Forward::addresses).orElse(List.of()));
    }

    @Override
    public CompletableFuture<Optional<String>> reverse(InetAddress address) {
        // The text of a scoped address names its interface; equals() would not look at it.
        return reverse.ask(address.getHostAddress(), () -> resolver.reverse(address));
    }

    @Override
    public void close() {
        forward.close();
        reverse.close();
    }

    /** Returns how many threads there are for either kind of look-up, for tests. */
    int threads() {
        return forward.threads() + reverse.threads();
    }

    private CompletableFuture<Optional<Resolver.Forward>> ask(String name) {
        return HostNameText.isAskable(name)
                ? forward.ask(name, () -> resolver.forward(name))
                : CompletableFuture.completedFuture(Optional.empty());
    }
}

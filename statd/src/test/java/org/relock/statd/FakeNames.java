package org.relock.statd;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.relock.state.names.Addresses;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;

/** A resolver that knows what it was told, and can be made to hang. */
final class FakeNames implements Names {

    private final Map<String, String> canonical = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();
    private final Map<InetAddress, String> reverse = new ConcurrentHashMap<>();
    private final List<Runnable> held = new ArrayList<>();
    private volatile boolean hangs;
    private volatile boolean holds;

    /** Every question asked, in order. */
    final List<String> questions = new CopyOnWriteArrayList<>();

    /** Gives {@code name} a canonical name and addresses. */
    FakeNames host(String name, String canonicalName, String... texts) {
        canonical.put(NameRules.fold(name), canonicalName);
        List<InetAddress> all = new ArrayList<>();
        for (String text : texts) {
            all.add(NumericAddress.parse(text).orElseThrow());
        }
        addresses.put(NameRules.fold(name), all);
        return this;
    }

    FakeNames reverse(String address, String name) {
        reverse.put(NumericAddress.parse(address).orElseThrow(), name);
        return this;
    }

    /** From now on look-ups get no answer until {@link #deadline}. */
    void hang() {
        hangs = true;
    }

    /** From now on look-ups take their time, until {@link #answerNow}. */
    void holdAnswers() {
        holds = true;
    }

    void answerNow() {
        holds = false;
        deadline();
    }

    /** Ends all look-ups that hang: they find nothing. */
    void deadline() {
        List<Runnable> now;
        synchronized (held) {
            now = List.copyOf(held);
            held.clear();
        }
        now.forEach(Runnable::run);
    }

    @Override
    public CompletableFuture<Optional<String>> canonical(String name) {
        questions.add("canonical " + name);
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        Optional<String> found =
                numeric.isPresent()
                        ? Optional.of(reverse.getOrDefault(numeric.get(), name))
                        : Optional.ofNullable(canonical.get(NameRules.fold(name)));
        return answer(found, Optional.empty());
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(String name) {
        questions.add("addresses " + name);
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        return answer(
                numeric.map(List::of)
                        .orElseGet(() -> addresses.getOrDefault(NameRules.fold(name), List.of())),
                List.of());
    }

    @Override
    public CompletableFuture<Optional<String>> reverse(InetAddress address) {
        questions.add("reverse " + Addresses.text(address));
        return answer(Optional.ofNullable(reverse.get(address)), Optional.empty());
    }

    private <T> CompletableFuture<T> answer(T found, T nothing) {
        if (!hangs && !holds) {
            return completedFuture(found);
        }
        CompletableFuture<T> later = new CompletableFuture<>();
        synchronized (held) {
            held.add(() -> later.complete(hangs ? nothing : found));
        }
        return later;
    }

    @Override
    public void close() {
        deadline();
    }
}

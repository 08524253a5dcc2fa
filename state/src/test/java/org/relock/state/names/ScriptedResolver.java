package org.relock.state.names;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A name service that knows what a test taught it, and hangs when told to. */
final class ScriptedResolver implements Resolver {

    final Map<String, Forward> names = new ConcurrentHashMap<>();
    final Map<InetAddress, String> addresses = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();

    /** One permit for each look-up that has begun. */
    final Semaphore begun = new Semaphore(0);

    private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();

    /** Makes look-ups of {@code question} hang until the latch is counted down. */
    CountDownLatch hang(String question) {
        CountDownLatch latch = new CountDownLatch(1);
        hanging.put(question, latch);
        return latch;
    }

    void name(String name, String canonical, String address) {
        names.put(
                name,
                new Forward(
                        Optional.of(canonical),
                        List.of(NumericAddress.parse(address).orElseThrow())));
    }

    @Override
    public Optional<Forward> forward(String name) {
        pass(name);
        return Optional.ofNullable(names.get(name));
    }

    @Override
    public Optional<String> reverse(InetAddress address) {
        pass(address.getHostAddress());
        return Optional.ofNullable(addresses.get(address));
    }

    private void pass(String question) {
        asked.incrementAndGet();
        begun.release();
        CountDownLatch latch = hanging.get(question);
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

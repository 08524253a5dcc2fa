package org.relock.lockd.locks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.relock.state.xdr.Opaque;

/**
 * Any sequence of calls by owners that hold nothing while they wait has the outcome, the offers in
 * their order and the wishes that plain lists have: first come, first served, nobody forgotten, and
 * nobody offered what he did not ask for.
 */
class QueueModelTest implements OfferListener {

    private static final String OWNERS = "abcdefgh";

    private final List<String> heard = new ArrayList<>();
    private final PlainTable plain = new PlainTable(this);
    private final Table table = new Table();

    static LongStream seeds() {
        return Seeds.all();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithPlainLists(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < Seeds.steps(); step++) {
            String where = "seed " + seed + ", step " + step;
            char letter = OWNERS.charAt(random.nextInt(OWNERS.length()));
            Optional<Wish> wish =
                    plain.wishes().stream()
                            .filter(w -> w.request().owner().equals(Table.owner(letter)))
                            .findFirst();
            if (wish.isPresent()) {
                actOn(wish.get(), random, where);
            } else {
                act(letter, random, where);
            }
            assertEquals(heard, table.heard, where);
            heard.clear();
            table.heard.clear();
            assertEquals(plain.wishes(), table.locks.snapshot().wishes(), where);
            assertEquals(new HashSet<>(plain.on(Table.FILE)), new HashSet<>(table.held()), where);
        }
    }

    private void act(char letter, Random random, String where) {
        long from = random.nextInt(Table.BYTES);
        long to = from + random.nextInt(4);
        LockRequest request =
                Table.request(
                        random.nextBoolean() ? letter : Character.toUpperCase(letter), from, to);
        boolean holds =
                plain.on(Table.FILE).stream().anyMatch(l -> l.owner().equals(request.owner()));
        switch (random.nextInt(holds ? 4 : 6)) {
            case 0, 1 -> {
                plain.unlock(Table.FILE, request.owner(), new ByteRange(0, to));
                table.unlock(letter, 0, to);
            }
            case 2 -> assertAlike(plain.lock(request), table.locks.lock(request), where);
            case 3 -> {
                plain.release(request.owner().client());
                table.locks.release(request.owner().client());
            }
            default ->
                    assertAlike(
                            plain.lockOrWait(request, Opaque.EMPTY),
                            table.locks.lockOrWait(request, Opaque.EMPTY),
                            where);
        }
    }

    private void actOn(Wish wish, Random random, String where) {
        LockRequest request = wish.request();
        long id = wish.id();
        switch (random.nextInt(8)) {
            case 0 ->
                    assertEquals(
                            plain.cancel(
                                    Table.FILE, request.owner(), request.mode(), request.range()),
                            table.locks.cancel(
                                    Table.FILE, request.owner(), request.mode(), request.range()),
                            where);
            case 1, 2, 3 -> assertEquals(plain.confirm(id), table.locks.confirm(id), where);
            case 4 -> assertEquals(plain.decline(id), table.locks.decline(id), where);
            case 5 -> assertEquals(plain.giveUpOffer(id), table.locks.giveUpOffer(id), where);
            default ->
                    assertAlike(
                            plain.lockOrWait(request, Opaque.EMPTY),
                            table.locks.lockOrWait(request, Opaque.EMPTY),
                            where);
        }
    }

    /** Of several holders with the same first byte either may name any. */
    private static void assertAlike(LockOutcome expected, LockOutcome outcome, String where) {
        if (expected instanceof LockOutcome.Denied a && outcome instanceof LockOutcome.Denied b) {
            assertEquals(a.holder().range().first(), b.holder().range().first(), where);
        } else {
            assertEquals(expected, outcome, where);
        }
    }

    @Override
    public void offered(Wish wish) {
        heard.add("offered " + wish.id());
    }

    @Override
    public void settled(long wish) {
        heard.add("settled " + wish);
    }
}

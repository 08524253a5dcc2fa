package org.relock.tests.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** sm-notify is killed anywhere between retiring, numbering and telling; the next run goes on. */
final class NotifyKills {

    private static final int FEW = 16;
    private static final int HOSTS = 16;
    private static final int MOST_KILLS_IN_A_ROW = 3;
    private static final int PATIENCE_SECONDS = 60;

    private static final Path OUTPUT = Path.of("/run/sm-notify.output");

    private final Random random;
    private final Peers peers = new Peers(HOSTS, "us");
    private int stateBefore = 5;
    private int lastState = 5;
    private int survived;

    private NotifyKills(Random random) throws IOException {
        this.random = random;
    }

    public static void main(String[] arguments) throws Exception {
        long seed = System.nanoTime();
        int kills = Integer.getInteger("relock.kills", FEW);
        System.out.println("sm-notify: " + kills + " kills, seed " + seed);
        new NotifyKills(new Random(seed)).run(kills);
    }

    private void run(int kills) throws IOException, InterruptedException {
        Lists.state(stateBefore);
        int done = 0;
        while (done < kills) {
            peers.forget();
            stateBefore = Lists.state();
            Set<String> silent = new HashSet<>();
            for (int i = 0; i < HOSTS; i++) {
                Lists.monitor(Peers.host(i));
                if (random.nextBoolean()) {
                    silent.add(Peers.host(i));
                }
            }
            peers.silent(silent);
            for (int i = random.nextInt(MOST_KILLS_IN_A_ROW); i >= 0 && done < kills; i--) {
                runAndKill();
                done++;
                checkThatNobodyIsForgotten();
            }
            peers.silent(Set.of());
            runToTheEnd();
        }
        System.out.println(
                "sm-notify: all told, last state "
                        + lastState
                        + ", "
                        + survived
                        + " runs ended before they were killed");
    }

    private static Process start() throws IOException {
        // Not a pipe, which would be closed at the kill, whatever is still in it.
        return new ProcessBuilder(Machine.DIST.resolve("sm-notify").toString(), "-d", "-f")
                .redirectErrorStream(true)
                .redirectOutput(OUTPUT.toFile())
                .start();
    }

    private void runAndKill() throws IOException, InterruptedException {
        int before = Lists.state();
        int noticesBefore = peers.notices();
        int some = random.nextInt(HOSTS);
        int stillThere = random.nextInt(Math.max(1, Lists.monitored().size()));
        Process process = start();
        switch (random.nextInt(4)) {
            case 0 -> process.waitFor(random.nextInt(1_000), TimeUnit.MILLISECONDS);
            case 1 -> until(process, () -> Lists.monitored().size() <= stillThere);
            case 2 -> until(process, () -> stateIsNot(before));
            default -> until(process, () -> peers.notices() > noticesBefore + some);
        }
        survived += process.isAlive() ? 0 : 1;
        process.destroyForcibly();
        process.waitFor();
        String output = Files.readString(OUTPUT, StandardCharsets.ISO_8859_1);
        assertTrue(!output.contains("Exception"), output);
    }

    private static boolean stateIsNot(int before) {
        try {
            return Lists.state() != before;
        } catch (IOException e) {
            throw new IllegalStateException("the state number is gone", e);
        }
    }

    /** Looks as often as it can, for a moment that is over soon. */
    private static void until(Process process, BooleanSupplier moment) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (process.isAlive() && !moment.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private void checkThatNobodyIsForgotten() throws IOException {
        int state = Lists.state();
        assertTrue(state >= lastState, "the state number went from " + lastState + " to " + state);
        lastState = state;
        Set<String> listed = Lists.either();
        for (int i = 0; i < HOSTS; i++) {
            Set<Integer> told = peers.statesHeardBy(Peers.host(i));
            assertTrue(
                    listed.contains(Peers.host(i)) || !told.isEmpty(),
                    Peers.host(i) + " is in neither list and was not told");
            for (int heard : told) {
                assertTrue(
                        heard > stateBefore && heard <= state,
                        Peers.host(i)
                                + " heard "
                                + told
                                + ", before "
                                + stateBefore
                                + ", on disk "
                                + state);
            }
        }
    }

    private void runToTheEnd() throws IOException, InterruptedException {
        Process process = start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String output = Files.readString(OUTPUT, StandardCharsets.ISO_8859_1);
        assertTrue(ended, output);
        assertEquals(0, process.exitValue(), output);
        assertEquals(Set.of(), Lists.either(), output);
        checkThatNobodyIsForgotten();
    }
}

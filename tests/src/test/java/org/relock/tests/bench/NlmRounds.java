package org.relock.tests.bench;

import java.util.ArrayList;
import java.util.List;

/** Measures several servers in turn, round by round, and tells each one's figures and the ratio. */
final class NlmRounds {

    /** Rounds that do not count, for a server whose code is compiled as it runs. */
    static final int WARM_UPS = 3;

    private NlmRounds() {}

    /** Measures one server once. */
    interface Round {
        double once(int target) throws Exception;
    }

    static void compare(String what, List<NlmTarget> targets, int rounds, Round round)
            throws Exception {
        double[][] values = new double[targets.size()][rounds];
        for (int target = 0; target < targets.size(); target++) {
            for (int i = 0; i < WARM_UPS; i++) {
                round.once(target);
            }
        }
        for (int i = 0; i < rounds; i++) {
            for (int target = 0; target < targets.size(); target++) {
                values[target][i] = round.once(target);
            }
        }
        List<String> told = new ArrayList<>();
        for (int target = 0; target < targets.size(); target++) {
            told.add(targets.get(target).name() + " " + Figures.of(values[target]));
        }
        String ratio = "";
        if (targets.size() == 2) {
            double first = Figures.of(values[0]).median();
            ratio = String.format(", ratio %.2f", Figures.of(values[1]).median() / first);
        }
        System.out.println(what + ": " + String.join("; ", told) + ratio);
    }
}

package org.relock.tests.nlm;

import java.util.List;

/**
 * Says of any NLM server which checks it passes, one line each: PASS, FAIL or SKIP, the check's
 * number and name, and what was wrong. Exits with 1 if any failed. See {@link Options#USAGE}.
 */
final class Conformance {

    private Conformance() {}

    public static void main(String[] args) {
        if (List.of(args).contains("--list")) {
            Checks.all().forEach(System.out::println);
            return;
        }
        Options options;
        try {
            options = Options.parse(List.of(args));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            System.err.println("Conformance: " + e.getMessage() + "\n\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        int failed = 0;
        try (Stage stage = new Stage(options)) {
            stage.up();
            for (Check check : Checks.all()) {
                if (options.checks.isEmpty()
                        || options.checks.contains(Integer.toString(check.number()))) {
                    failed += run(check, stage) ? 0 : 1;
                }
            }
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static boolean run(Check check, Stage stage) {
        stage.freshen();
        String verdict;
        long begin = System.nanoTime();
        try {
            check.body().on(stage);
            verdict = "PASS " + check;
        } catch (CheckSkipped e) {
            verdict = "SKIP " + check + ": " + e.getMessage();
        } catch (Exception | AssertionError e) {
            verdict = "FAIL " + check + ": " + oneLine(e);
        } finally {
            stage.clear();
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (!stage.isUp()) {
            verdict = "FAIL " + check + ": the server died of it";
            stage.revive();
        }
        System.out.println(verdict + " (" + millis + " ms)");
        return !verdict.startsWith("FAIL");
    }

    private static String oneLine(Throwable e) {
        String what = e instanceof CheckFailed ? e.getMessage() : e.toString();
        for (Throwable why = e.getCause(); why != null; why = why.getCause()) {
            what += ": " + why;
        }
        return what.replaceAll("\\s+", " ");
    }
}

package org.relock.tests.nlm;

import java.util.List;
import org.relock.state.xdr.Opaque;

/** NLM checks 56 and 57: share reservations. */
final class ShareChecks {

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int BOTH = 3;

    private ShareChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(
                        56, "two shares agree or conflict as their bits say", ShareChecks::matrix),
                new Check(56, "an upgrade is held against all others", ShareChecks::upgrade),
                new Check(56, "an upgrade that failed leaves nothing", ShareChecks::failed),
                new Check(56, "a SHARE sent again counts once", ShareChecks::again),
                new Check(56, "UNSHARE of nothing is GRANTED", ShareChecks::nothing),
                new Check(57, "FREE_ALL frees shares", ShareChecks::freeAll));
    }

    private static void matrix(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Opaque file = stage.file();
        for (int all = 0; all < 256; all++) {
            int mode = all & 3;
            int access = all >> 2 & 3;
            int otherMode = all >> 4 & 3;
            int otherAccess = all >> 6;
            Want as = a.want(file);
            Want bs = b.want(file);
            String what =
                    "deny "
                            + mode
                            + " access "
                            + access
                            + " against deny "
                            + otherMode
                            + " access "
                            + otherAccess;
            Expect.granted(a.v4().share(as, otherMode, otherAccess), "A's SHARE, " + what);
            boolean conflict = (access & otherMode) != 0 || (mode & otherAccess) != 0;
            Stat stat = b.v4().share(bs, mode, access);
            Expect.same(conflict ? Stat.DENIED : Stat.GRANTED, stat, "B's SHARE, " + what);
            Expect.granted(b.v4().unshare(bs, mode, access), "B's UNSHARE");
            Expect.granted(a.v4().unshare(as, otherMode, otherAccess), "A's UNSHARE");
        }
        Want as = a.want(file);
        Expect.granted(a.v4().share(as, BOTH, BOTH), "A's SHARE after all that");
    }

    private static void upgrade(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        for (boolean older : List.of(true, false)) {
            Want as = a.want(stage.file());
            Want bs = b.want(as.file());
            if (older) {
                Expect.granted(a.v4().share(as, 0, READ), "A's SHARE");
            }
            Expect.granted(b.v4().share(bs, 0, WRITE), "B's SHARE");
            if (!older) {
                Expect.granted(a.v4().share(as, 0, READ), "A's SHARE");
            }
            Expect.denied(
                    a.v4().share(as, WRITE, READ),
                    "A, the " + (older ? "older" : "newer") + ", denies writing");
        }
    }

    private static void failed(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Client c = stage.client();
        Want as = a.want(stage.file());
        Want bs = b.want(as.file());
        Expect.granted(a.v4().share(as, 0, READ), "A's SHARE");
        Expect.granted(b.v4().share(bs, 0, WRITE), "B's SHARE");
        Expect.denied(a.v4().share(as, WRITE, READ), "A's upgrade");
        Expect.granted(a.v4().unshare(as, 0, READ), "A's UNSHARE");
        Expect.granted(b.v4().unshare(bs, 0, WRITE), "B's UNSHARE");
        Expect.granted(c.v4().share(c.want(as.file()), BOTH, BOTH), "C's SHARE");
    }

    private static void again(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file());
        for (int i = 0; i < 3; i++) {
            Expect.granted(a.v4().share(as, 0, WRITE), "A's SHARE");
        }
        Expect.denied(b.v4().share(b.want(as.file()), BOTH, READ), "B's SHARE");
        Expect.granted(a.v4().unshare(as, 0, WRITE), "A's UNSHARE");
        Expect.granted(b.v4().share(b.want(as.file()), BOTH, READ), "B's SHARE then");
    }

    private static void nothing(Stage stage) {
        Client a = stage.client();
        Expect.granted(a.v4().unshare(a.want(stage.file()), 0, READ), "UNSHARE");
    }

    private static void freeAll(Stage stage) {
        Client a = stage.client();
        Client b = stage.client();
        Want as = a.want(stage.file());
        Expect.granted(a.v4().share(as, BOTH, BOTH), "A's SHARE");
        a.v4().freeAll(a.name());
        Expect.granted(b.v4().share(b.want(as.file()), BOTH, BOTH), "B's SHARE");
    }
}

package org.relock.lockd.nfs3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relock.lockd.nfs3.Mounted.handle;
import static org.relock.lockd.nfs3.Mounted.hyper;
import static org.relock.lockd.nfs3.Mounted.reading;
import static org.relock.lockd.nfs3.Mounted.text;
import static org.relock.lockd.nfs3.Mounted.word;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relock.lockd.vfs.FileException;
import org.relock.lockd.vfs.FileStatus;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrReader;

/** READDIR and READDIRPLUS. */
class ListingTest {

    private static final String OK = "00000000";
    private static final String TRUE = "00000001";
    private static final String FALSE = "00000000";
    private static final String VERIFIER = "0000000000000000";

    private final Mounted mounted = new Mounted();

    private String readdir(long cookie, int count) {
        return mounted.call(Nfs3.READDIR, handle(1), hyper(cookie), VERIFIER, word(count));
    }

    private String readdirplus(long cookie, int dircount, int maxcount) {
        return mounted.call(
                Nfs3.READDIRPLUS,
                handle(1),
                hyper(cookie),
                VERIFIER,
                word(dircount),
                word(maxcount));
    }

    private static String entry(long file, String name, long cookie) {
        return TRUE + hyper(file) + text(name) + hyper(cookie);
    }

    @Test
    void aDirectoryIsListed() throws FileException {
        mounted.created("a");
        mounted.created("bcdef");
        String before = OK + mounted.postOp(1) + VERIFIER;
        String two = entry(2, "a", 1) + entry(3, "bcdef", 2);
        assertEquals(before + two + FALSE + TRUE, readdir(0, 4_096));
        assertEquals(before + entry(3, "bcdef", 2) + FALSE + TRUE, readdir(1, 4_096));
        assertEquals(before + FALSE + TRUE, readdir(2, 4_096));
        assertEquals(
                before
                        + entry(2, "a", 1)
                        + mounted.postOp(2)
                        + TRUE
                        + handle(2)
                        + entry(3, "bcdef", 2)
                        + mounted.postOp(3)
                        + TRUE
                        + handle(3)
                        + FALSE
                        + TRUE,
                readdirplus(0, 4_096, 4_096));
    }

    @Test
    void noAnswerIsLongerThanWasAskedFor() throws MalformedXdrException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            names.add("n".repeat(1 + i * 6 % 250));
            mounted.created(names.get(i) + i);
            names.set(i, names.get(i) + i);
        }
        for (int count = 400; count < 3_000; count += 7) {
            assertEquals(names, all(count, false));
            assertEquals(names, all(count + 200, true));
        }
    }

    /** Reads on until the end, with so much room each time. */
    private List<String> all(int count, boolean plus) throws MalformedXdrException {
        List<String> names = new ArrayList<>();
        long cookie = 0;
        boolean eof = false;
        while (!eof) {
            String reply = plus ? readdirplus(cookie, count, count) : readdir(cookie, count);
            assertTrue(reply.length() / 2 - 4 <= count, "longer than asked for");
            XdrReader xdr = reading(reply);
            assertEquals(0, xdr.i32());
            xdr.skip(88);
            xdr.skip(8);
            int entries = 0;
            while (xdr.bool()) {
                xdr.i64();
                names.add(xdr.string(255));
                cookie = xdr.i64();
                if (plus) {
                    xdr.skip(88);
                    assertTrue(xdr.bool());
                    xdr.opaque(64);
                }
                entries++;
            }
            eof = xdr.bool();
            assertEquals(0, xdr.remaining());
            assertTrue(eof || entries > 0, "no progress");
        }
        return names;
    }

    @Test
    void dircountBoundsTheNamesButNotTheFirst() {
        mounted.created("a");
        mounted.created("b");
        mounted.created("c");
        // Each is 8 bytes of file id, 8 of name and 8 of cookie.
        assertEquals(2, count(readdirplus(0, 48, 32_768)));
        assertEquals(1, count(readdirplus(0, 47, 32_768)));
        assertEquals(1, count(readdirplus(0, 0, 32_768)));
        assertEquals(3, count(readdirplus(0, -1, -1)));
    }

    private static int count(String reply) {
        int entry = 2 * (4 + 24 + 88 + 4 + 4 + 16);
        return (reply.length() - 2 * (4 + 88 + 8 + 8)) / entry;
    }

    @Test
    void whatHasNoRoomForOneEntryIsTooSmall() throws FileException {
        mounted.created("a");
        int needed = 88 + 8 + 4 + 24 + 4 + 4;
        assertEquals(OK, readdir(0, needed).substring(0, 8));
        assertEquals(
                word(FileStatus.TOOSMALL.number()) + mounted.postOp(1), readdir(0, needed - 1));
        assertEquals(word(FileStatus.TOOSMALL.number()), readdir(0, 0).substring(0, 8));
        assertEquals(word(FileStatus.TOOSMALL.number()), readdirplus(0, 512, 0).substring(0, 8));
        // An end needs no room for an entry.
        assertEquals(OK, readdir(1, needed).substring(0, 8));
    }

    @Test
    void aVerifierThatWasNeverGivenOutIsRefused() {
        mounted.created("a");
        assertEquals(
                FileStatus.BAD_COOKIE.number(),
                mounted.status(Nfs3.READDIR, handle(1), hyper(1), hyper(9), word(999)));
        assertEquals(0, mounted.status(Nfs3.READDIR, handle(1), hyper(0), hyper(9), word(999)));
        assertEquals(
                FileStatus.NOTDIR.number(),
                mounted.status(Nfs3.READDIR, handle(2), hyper(0), hyper(0), word(999)));
    }
}

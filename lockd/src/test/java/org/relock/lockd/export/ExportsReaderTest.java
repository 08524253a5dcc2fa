package org.relock.lockd.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** exports(5): what lines mean, and what is said of those that mean nothing. */
class ExportsReaderTest {

    private static ExportList read(String text) {
        ExportsReader reader = new ExportsReader();
        reader.file("exports", text);
        return reader.list();
    }

    /** Draws a list: a path and its clients a line. */
    private static String picture(ExportList list) {
        StringBuilder picture = new StringBuilder();
        for (ExportEntry entry : list.entries()) {
            picture.append(entry.path());
            for (ClientRule rule : entry.rules()) {
                picture.append(' ').append(rule.client().text());
                picture.append('(').append(options(rule.options())).append(')');
            }
            picture.append('\n');
        }
        return picture.toString();
    }

    /** Names what is not as usual. */
    private static String options(ExportOptions options) {
        ExportRights rights = options.rights();
        StringBuilder words = new StringBuilder(rights.readOnly() ? "ro" : "rw");
        words.append(rights.rootSquash() ? "" : ",no_root_squash");
        words.append(rights.allSquash() ? ",all_squash" : "");
        words.append(rights.anonymousUid() == 65534 ? "" : ",u" + rights.anonymousUid());
        words.append(rights.anonymousGid() == 65534 ? "" : ",g" + rights.anonymousGid());
        words.append(rights.reservedPort() ? "" : ",insecure");
        words.append(rights.async() ? ",async" : "");
        words.append(rights.locksWithoutCredential() ? ",insecure_locks" : "");
        words.append(rights.flavors().equals(List.of(1)) ? "" : "," + rights.flavors());
        words.append(options.subtreeCheck() ? ",subtree_check" : "");
        words.append(options.isPublic() ? ",public" : "");
        options.id().ifPresent(id -> words.append(",fsid=").append(id));
        return words.toString();
    }

    @Test
    void theUsualLinesMeanWhatTheySay() {
        String text =
                """
                # comment
                /srv  10.0.0.1(rw) 10.0.0.0/8 # and so on
                /home host.example(rw,no_root_squash,async) *.example(ro) *(ro,insecure)

                /alone
                \t/tabs\t@group(rw)\r
                /fe 2001:db8::/32(rw) fe80::1
                """;
        assertEquals(
                """
                /srv 10.0.0.1(rw) 10.0.0.0/8(ro)
                /home host.example(rw,no_root_squash,async) *.example(ro) *(ro,insecure)
                /alone *(ro)
                /tabs @group(rw)
                /fe 2001:db8::/32(rw) fe80::1(ro)
                """,
                picture(read(text)));
    }

    @Test
    void quotesEscapesAndContinuationsAreUndone() {
        String text =
                """
                "/with blank" a(rw)
                /with\\040octal a
                /long \\
                   a(rw) \\
                   b
                /hash#inside a
                //doubled///slash/ a
                """;
        assertEquals(
                """
                /with blank a(rw)
                /with octal a(ro)
                /long a(rw) b(ro)
                /hash#inside a(ro)
                /doubled/slash a(ro)
                """,
                picture(read(text)));
    }

    @Test
    void defaultsHoldForTheClientsBehindThem() {
        assertEquals("/a x(rw,async) y(ro,async)\n", picture(read("/a -rw,async x y(ro)")));
        assertEquals("/a *(rw)\n", picture(read("/a -rw")));
    }

    @Test
    void aBlankBeforeTheBracketMeansEverybodyAndIsSaid() {
        ExportList list = read("/a host (rw)");
        assertEquals("/a host(ro) *(rw)\n", picture(list));
        assertEquals(
                List.of("exports:1: no client before (rw): it means everybody"), list.complaints());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ro,rw | rw",
                "all_squash,anonuid=7,anongid=-2 | ro,all_squash,u7,g-2",
                "anonuid=4294967294 | ro,u-2",
                "rw,no_all_squash,root_squash,secure,sync | rw",
                "insecure_locks | ro,insecure_locks",
                "no_auth_nlm | ro,insecure_locks",
                "no_auth_nlm,auth_nlm | ro",
                "insecure_locks,secure_locks | ro",
                "subtree_check | ro,subtree_check",
                "subtree_check,no_subtree_check | ro",
                "hide,wdelay,no_wdelay,acl,no_acl,xprtsec=none | ro",
                "fsid=0 | ro,fsid=0",
                "fsid=root | ro,fsid=0",
                "fsid=4294967295 | ro,fsid=-1",
                "sec=sys | ro",
                "sec=none:sys | ro,[0, 1]",
                "public | ro,public",
                "rw,,async | rw,async",
            })
    void optionsAreUnderstood(String words, String meaning) {
        ExportList list = read("/a x(" + words + ")");
        assertEquals(List.of(), list.complaints());
        assertEquals("/a x(" + meaning + ")\n", picture(list));
    }

    @Test
    void aUuidIsANumberOfItsOwn() {
        String one = picture(read("/a x(fsid=0123abcd-0123-0123-0123-0123456789ab)"));
        String same = picture(read("/a x(fsid=0123ABCD012301230123:0123456789AB)"));
        String other = picture(read("/a x(fsid=0123abcd-0123-0123-0123-0123456789ac)"));
        assertEquals(one, same);
        assertTrue(one.startsWith("/a x(ro,fsid=-") && !one.equals(other), one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/a x(frobnicate) | unknown option frobnicate",
                "/a x(refer=/b@c) | refer= is not supported",
                "/a x(xprtsec=tls) | xprtsec=tls is not supported, only none",
                "/a x(mp) | mp is not supported",
                "/a x(rw,crossmnt) | crossmnt is not supported: what is mounted below is exported"
                        + " by a line of its own, and mounted by clients",
                "/a @(rw) | a netgroup without a name: @",
                "/a x(anonuid=me) | anonuid is a number of 32 bits, not me",
                "/a x(fsid=few) | fsid is a number, root or a UUID, not few",
                "/a x(sec=krb5) | sec=krb5 is not supported",
                "/a x(sec=magic) | sec is sys or none, not magic",
                "/a x(rw | options are written client(option,option) without blanks: x(rw",
                "/a x(rw)y | options are written client(option,option) without blanks: x(rw)y",
                "/a 10.0.0.0/33 | no network: 10.0.0.0/33",
                "/a 10.0.0.0/255.0.255.0 | no network: 10.0.0.0/255.0.255.0",
                "/a gss/krb5(rw) | gss/krb5 is not supported",
                "/a x;y(rw) | no name of a client: x;y",
                "a x | not an absolute path without . and ..: a",
                "/a/../b x | not an absolute path without . and ..: /a/../b",
                "\"/a x | a quotation mark is not closed",
            })
    void whatIsWrongIsLeftOutWithFileAndLine(String line, String complaint) {
        ExportList list = read("/good x\n" + line + "\n/after x\n");
        assertEquals("/good x(ro)\n/after x(ro)\n", picture(list));
        assertEquals(
                List.of("exports:2: " + complaint + "; the line is left out"), list.complaints());
    }

    @Test
    void filesAreReadInTheOrderOfTheirNamesAndTheCommandLineLast(@TempDir Path etc)
            throws IOException {
        Files.writeString(etc.resolve("exports"), "/first x\n");
        Path more = Files.createDirectory(etc.resolve("exports.d"));
        Files.writeString(more.resolve("b.exports"), "/third x\n");
        Files.writeString(more.resolve("a.exports"), "/second x\nbad\n");
        Files.writeString(more.resolve("c.other"), "/never x\n");
        Files.writeString(more.resolve(".d.exports"), "/never x\n");
        ExportList list =
                new ExportSources(etc, List.of("/fourth", "/fifth:10.0.0.0/8(rw) ::1", "sixth"))
                        .read();
        assertEquals(
                """
                /first x(ro)
                /second x(ro)
                /third x(ro)
                /fourth *(rw)
                /fifth 10.0.0.0/8(rw) ::1(ro)
                """,
                picture(list));
        assertEquals(2, list.complaints().size());
        assertTrue(list.complaints().get(0).startsWith(more + "/a.exports:2: "));
        assertTrue(list.complaints().get(1).startsWith("--export: "));
    }

    @Test
    void withoutFilesNothingIsExported(@TempDir Path etc) {
        assertEquals(
                new ExportList(List.of(), List.of(), false),
                new ExportSources(etc, List.of()).read());
    }
}

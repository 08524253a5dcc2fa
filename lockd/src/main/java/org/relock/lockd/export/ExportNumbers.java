package org.relock.lockd.export;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Numbers of exports for which none was chosen. */
final class ExportNumbers {

    /** They need not be secret, only the same at every start and on every host. */
    private static final SipHash HASH = new SipHash("relock's exports".getBytes(UTF_8));

    private ExportNumbers() {}

    /**
     * Returns a number that is always the same for {@code text} and hardly that of another: of ten
     * exports, once in fifty million. It is negative, as few write it with {@code fsid}.
     */
    static int of(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return (int) HASH.of(bytes, bytes.length) | Integer.MIN_VALUE;
    }
}

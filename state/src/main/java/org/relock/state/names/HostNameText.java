package org.relock.state.names;

/** Says which strings may be asked about, and which answers are believed to be host names. */
final class HostNameText {

    /** Characters of the longest domain name (RFC 1035, section 2.3.4). */
    private static final int LIMIT = 255;

    private HostNameText() {}

    /**
     * Whether {@code text} may become a question to the name service: one printable ASCII word that
     * cannot be a path and does not try to be an address.
     */
    static boolean isAskable(String text) {
        return !text.isEmpty()
                && text.length() <= LIMIT
                && text.charAt(0) != '.'
                && isPrintable(text)
                && text.indexOf('/') < 0
                && text.indexOf('\\') < 0
                && text.indexOf(':') < 0
                && text.indexOf('%') < 0;
    }

    /**
     * Whether {@code text}, which came from a name service, is a host name: askable, and no address
     * in disguise, since whoever owns a reverse zone can write anything into it.
     */
    static boolean isBelievable(String text) {
        return isAskable(text) && NumericAddress.parse(text).isEmpty();
    }

    /** Whether every character is printable ASCII and none is a blank. */
    static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}

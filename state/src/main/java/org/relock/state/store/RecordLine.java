package org.relock.state.store;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import org.relock.state.nsm.MonId;
import org.relock.state.nsm.MyId;
import org.relock.state.nsm.Sm;
import org.relock.state.xdr.Opaque;

/**
 * One line of a monitor file, as nfs-utils writes and reads it: an address, the program, version
 * and procedure to call (eight hexadecimal digits each), the priv (32 digits), the watched host and
 * the watcher's name, with one blank between.
 *
 * <p>Everything up to the priv stands at a fixed place. The watched host ends at the first blank;
 * the rest of the line, blanks and all, is the watcher's name, which may be empty.
 */
final class RecordLine {

    /** What fits into nfs-utils' line buffer: both names together, in bytes. */
    static final int MAX_NAMES_BYTES = 1024;

    private static final int WORD_DIGITS = 8;
    private static final int WORD_STEP = WORD_DIGITS + 1;
    private static final int PRIV_AT = 4 * WORD_STEP;
    private static final int PRIV_DIGITS = 2 * Sm.PRIV_BYTES;
    private static final int NAME_AT = PRIV_AT + PRIV_DIGITS + 1;

    private RecordLine() {}

    /**
     * Returns the line, a character a byte, with its newline.
     *
     * @throws UnstorableException if a name would not be read back as it is
     */
    static String format(MonitorRecord record) throws UnstorableException {
        check(record.monId());
        return text(record) + '\n';
    }

    /** Returns the line without its newline, whether or not it would be read back as it is. */
    static String text(MonitorRecord record) {
        MyId myId = record.myId();
        StringBuilder line = new StringBuilder(NAME_AT + 64);
        appendWord(line, loopback(ByteOrder.nativeOrder()));
        appendWord(line, myId.program());
        appendWord(line, myId.version());
        appendWord(line, myId.procedure());
        line.append(record.priv()).append(' ');
        line.append(record.monName()).append(' ').append(myId.myName());
        return line.toString();
    }

    /**
     * Returns 127.0.0.1 in network byte order, as the number a machine of {@code order} takes it
     * for. Readers ignore it.
     */
    static int loopback(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? 0x7f000001 : 0x0100007f;
    }

    /** Reads {@code line}, a character a byte, which has no newline; empty if it is no record. */
    static Optional<MonitorRecord> parse(String fileName, String line) {
        if (line.length() <= NAME_AT || line.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        int nameEnd = line.indexOf(' ', NAME_AT);
        if (nameEnd < 0) {
            nameEnd = line.length();
        }
        String monName = line.substring(NAME_AT, nameEnd);
        String myName = nameEnd < line.length() ? line.substring(nameEnd + 1) : "";
        if (monName.isEmpty() || monName.length() + myName.length() > MAX_NAMES_BYTES) {
            return Optional.empty();
        }
        try {
            word(line, 0); // The address says nothing, but has to be a number.
            MyId myId =
                    new MyId(
                            myName,
                            word(line, WORD_STEP),
                            word(line, 2 * WORD_STEP),
                            word(line, 3 * WORD_STEP));
            Opaque priv = Opaque.ofHex(line.substring(PRIV_AT, PRIV_AT + PRIV_DIGITS));
            return Optional.of(new MonitorRecord(fileName, new MonId(monName, myId), priv));
        } catch (IllegalArgumentException notHexadecimal) {
            return Optional.empty();
        }
    }

    private static void check(MonId monId) throws UnstorableException {
        String monName = monId.monName();
        String myName = monId.myId().myName();
        if (monName.isEmpty()) {
            throw new UnstorableException("the watched host has no name");
        }
        if (monName.length() + myName.length() > MAX_NAMES_BYTES) {
            throw new UnstorableException(
                    "names of " + monName.length() + " and " + myName.length() + " bytes");
        }
        for (int i = 0; i < monName.length(); i++) {
            if (monName.charAt(i) == ' ' || !staysOnItsLine(monName.charAt(i))) {
                throw new UnstorableException("blank or control byte in " + Printable.of(monName));
            }
        }
        for (int i = 0; i < myName.length(); i++) {
            if (!staysOnItsLine(myName.charAt(i))) {
                throw new UnstorableException("control byte in " + Printable.of(myName));
            }
        }
    }

    private static boolean staysOnItsLine(char c) {
        return c >= ' ' && c != 0x7f && c <= 0xff;
    }

    private static void appendWord(StringBuilder line, int word) {
        for (int shift = 28; shift >= 0; shift -= 4) {
            line.append(Character.forDigit(word >>> shift & 0xf, 16));
        }
        line.append(' ');
    }

    private static int word(String line, int at) {
        return HexFormat.fromHexDigits(line, at, at + WORD_DIGITS);
    }
}

package org.relock.tests.sim;

import java.nio.ByteBuffer;

/** Says of a message in a few words what it is. */
final class Wording {

    private static final int CALL_HEADER = 24;
    private static final int REPLY_HEADER = 24;

    private Wording() {}

    static String of(String verb, Endpoint from, Endpoint to, byte[] message) {
        return verb + " " + from + " -> " + to + " " + of(message);
    }

    static String of(byte[] message) {
        ByteBuffer words = ByteBuffer.wrap(message);
        if (message.length < REPLY_HEADER) {
            return "noise of " + message.length + " bytes";
        }
        String xid = Integer.toHexString(words.getInt(0));
        if (words.getInt(4) == 1) {
            boolean accepted = words.getInt(8) == 0;
            int status = words.getInt(20);
            String stat =
                    message.length == REPLY_HEADER + 4
                            ? " result " + words.getInt(REPLY_HEADER)
                            : message.length > REPLY_HEADER + 4
                                    ? " last word " + words.getInt(message.length - 4)
                                    : "";
            return "reply " + xid + (accepted && status == 0 ? stat : " refused " + status);
        }
        if (message.length < CALL_HEADER) {
            return "noise of " + message.length + " bytes";
        }
        return "call "
                + xid
                + " "
                + procedure(words.getInt(12), words.getInt(16), words.getInt(20))
                + " #"
                + Integer.toHexString(java.util.Arrays.hashCode(message));
    }

    static String procedure(int program, int version, int number) {
        return switch (program) {
            case 100_000 -> "rpcbind" + version + "." + number;
            case 100_021 -> "nlm" + version + "." + nlm(number);
            case 100_024 -> "nsm." + nsm(number);
            default -> program + "." + version + "." + number;
        };
    }

    private static String nlm(int number) {
        return switch (number) {
            case 1 -> "TEST";
            case 2 -> "LOCK";
            case 3 -> "CANCEL";
            case 4 -> "UNLOCK";
            case 5 -> "GRANTED";
            case 10 -> "GRANTED_MSG";
            case 15 -> "GRANTED_RES";
            case 16 -> "SM_NOTIFY";
            case 20 -> "SHARE";
            case 21 -> "UNSHARE";
            case 22 -> "NM_LOCK";
            case 23 -> "FREE_ALL";
            default -> Integer.toString(number);
        };
    }

    private static String nsm(int number) {
        return switch (number) {
            case 1 -> "STAT";
            case 2 -> "MON";
            case 3 -> "UNMON";
            case 4 -> "UNMON_ALL";
            case 6 -> "NOTIFY";
            default -> Integer.toString(number);
        };
    }
}

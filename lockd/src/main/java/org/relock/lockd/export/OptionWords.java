package org.relock.lockd.export;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads options as {@code rw,anonuid=99,sec=sys}, one after the other; the last one counts. */
final class OptionWords {

    /** The largest number that 32 bits without a sign hold. */
    private static final long MOST_UNSIGNED = 0xffff_ffffL;

    private static final int UUID_DIGITS = 32;

    private boolean readOnly;
    private boolean rootSquash;
    private boolean allSquash;
    private int anonymousUid;
    private int anonymousGid;
    private boolean reservedPort;
    private boolean async;
    private boolean locksWithoutCredential;
    private List<Integer> flavors;
    private boolean subtreeCheck;
    private boolean localLocks;
    private boolean isPublic;
    private OptionalInt id;

    private OptionWords(ExportOptions from) {
        ExportRights rights = from.rights();
        readOnly = rights.readOnly();
        rootSquash = rights.rootSquash();
        allSquash = rights.allSquash();
        anonymousUid = rights.anonymousUid();
        anonymousGid = rights.anonymousGid();
        reservedPort = rights.reservedPort();
        async = rights.async();
        locksWithoutCredential = rights.locksWithoutCredential();
        flavors = rights.flavors();
        subtreeCheck = from.subtreeCheck();
        localLocks = from.localLocks();
        isPublic = from.isPublic();
        id = from.id();
    }

    /** Returns what {@code from} becomes by {@code words}, which commas part. */
    static ExportOptions read(String words, ExportOptions from) throws MalformedExportException {
        OptionWords options = new OptionWords(from);
        int start = 0;
        while (start <= words.length()) {
            int comma = words.indexOf(',', start);
            int end = comma < 0 ? words.length() : comma;
            options.take(words.substring(start, end));
            start = end + 1;
        }
        return options.sum();
    }

    private ExportOptions sum() {
        return new ExportOptions(
                new ExportRights(
                        readOnly,
                        rootSquash,
                        allSquash,
                        anonymousUid,
                        anonymousGid,
                        reservedPort,
                        async,
                        locksWithoutCredential,
                        flavors),
                subtreeCheck,
                localLocks,
                isPublic,
                id);
    }

    private void take(String word) throws MalformedExportException {
        int equals = word.indexOf('=');
        if (equals >= 0) {
            takeValue(word.substring(0, equals), word.substring(equals + 1));
            return;
        }
        switch (word) {
            case "ro" -> readOnly = true;
            case "rw" -> readOnly = false;
            case "root_squash" -> rootSquash = true;
            case "no_root_squash" -> rootSquash = false;
            case "all_squash" -> allSquash = true;
            case "no_all_squash" -> allSquash = false;
            case "secure" -> reservedPort = true;
            case "insecure" -> reservedPort = false;
            case "sync" -> async = false;
            case "async" -> async = true;
            case "subtree_check" -> subtreeCheck = true;
            case "no_subtree_check" -> subtreeCheck = false;
            case "local_locks" -> localLocks = true;
            case "no_local_locks" -> localLocks = false;
            case "insecure_locks", "no_auth_nlm" -> locksWithoutCredential = true;
            case "secure_locks", "auth_nlm" -> locksWithoutCredential = false;
            case "public" -> isPublic = true;
            case "" -> {} // Nothing between two commas, or in the brackets.
            case "crossmnt", "nohide" ->
                    throw new MalformedExportException(
                            word
                                    + " is not supported: what is mounted below is exported by a"
                                    + " line of its own, and mounted by clients");
            case "mountpoint", "mp", "pnfs", "security_label" ->
                    throw new MalformedExportException(word + " is not supported");
            case "hide", "wdelay", "no_wdelay", "acl", "no_acl", "no_pnfs" -> {
                // They speak of what is so anyway, or is not had here, or of a delay.
            }
            default -> throw new MalformedExportException("unknown option " + shown(word));
        }
    }

    private void takeValue(String name, String value) throws MalformedExportException {
        switch (name) {
            case "anonuid" -> anonymousUid = id(name, value);
            case "anongid" -> anonymousGid = id(name, value);
            case "fsid" -> id = OptionalInt.of(fsid(value));
            case "sec" -> flavors = flavors(value);
            case "mountpoint", "mp", "refer", "replicas" ->
                    throw new MalformedExportException(name + "= is not supported");
            case "xprtsec" -> {
                if (!value.equals("none")) {
                    throw new MalformedExportException(
                            "xprtsec=" + shown(value) + " is not supported, only none");
                }
            }
            default -> throw new MalformedExportException("unknown option " + shown(name) + "=");
        }
    }

    /** A user's or group's number; -2 is 4294967294, as some write nobody. */
    private static int id(String name, String value) throws MalformedExportException {
        try {
            long number = Long.parseLong(value);
            if (number >= Integer.MIN_VALUE && number <= MOST_UNSIGNED) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new MalformedExportException(name + " is a number of 32 bits, not " + shown(value));
    }

    private static int fsid(String value) throws MalformedExportException {
        if (value.equals("root")) {
            return 0;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number <= MOST_UNSIGNED) {
                return (int) number;
            }
        } catch (NumberFormatException e) {
            // Then it may be a UUID.
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '-' && c != ':') {
                digits.append(Character.toLowerCase(c));
            }
        }
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), 16) < 0) {
                digits.setLength(0);
            }
        }
        if (digits.length() != UUID_DIGITS) {
            throw new MalformedExportException(
                    "fsid is a number, root or a UUID, not " + shown(value));
        }
        return ExportNumbers.of(digits.toString());
    }

    private static List<Integer> flavors(String value) throws MalformedExportException {
        List<Integer> flavors = new ArrayList<>();
        int start = 0;
        while (start <= value.length()) {
            int colon = value.indexOf(':', start);
            int end = colon < 0 ? value.length() : colon;
            String flavor = value.substring(start, end);
            switch (flavor) {
                case "sys", "unix" -> flavors.add(ExportOptions.AUTH_SYS);
                case "none", "null" -> flavors.add(0);
                case "krb5", "krb5i", "krb5p" ->
                        throw new MalformedExportException("sec=" + flavor + " is not supported");
                default ->
                        throw new MalformedExportException(
                                "sec is sys or none, not " + shown(flavor));
            }
            start = end + 1;
        }
        return flavors;
    }

    private static String shown(String word) {
        return PathText.escape(word);
    }
}

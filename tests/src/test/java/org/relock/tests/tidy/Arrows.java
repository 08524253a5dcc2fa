package org.relock.tests.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which package may know which: the table of the architecture, as data. Everyone may know the Java
 * library; what else a package may import stands in its row.
 */
final class Arrows {

    private static final String ROOT = "org.relock.";
    private static final String ONC_RPC = "org.dcache.oncrpc4j";
    private static final String JNA = "com.sun.jna";
    private static final String SLF4J = "org.slf4j";
    private static final String JSON = "com.fasterxml.jackson.core";

    /** A small server of the JDK's own; an exported package of a module of its own. */
    private static final String HTTP = "com.sun.net.httpserver";

    private static final String COMMONS_DAEMON = "org.apache.commons.daemon";

    /** Packages of the JDK that stay outside the house: a second logger, and internals. */
    private static final List<String> BANNED_JDK =
            List.of("java.util.logging", "sun.", "com.sun.security", "com.sun.net", "jdk.");

    private final Map<String, List<String>> rows = new TreeMap<>();

    private Arrows() {}

    /** Returns the table. Names of our own are written below {@code org.relock}. */
    static Arrows ofTheHouse() {
        Arrows arrows = new Arrows();
        // The ground floor: nothing in here knows what a lock is.
        arrows.row("state.time", SLF4J);
        arrows.row("state.threads");
        arrows.row("state.os", JNA, SLF4J);
        arrows.row("state.xdr", ONC_RPC + ".xdr");
        arrows.row("state.nsm", "state.xdr");
        arrows.row("state.log", "state.os", "state.time", SLF4J);
        arrows.row("state.conf", SLF4J, "state.os");
        arrows.row("state.names", "state.os", "state.threads", "state.time", SLF4J);
        arrows.row(
                "state.service", "state.names", "state.os", "state.threads", "state.time", SLF4J);
        arrows.row("state.access", "state.names", "state.os", "state.rpc", "state.time", SLF4J);
        arrows.row(
                "state.rpc",
                "state.xdr",
                "state.os",
                "state.threads",
                "state.time",
                ONC_RPC,
                SLF4J);
        arrows.row("state.rpcbind", "state.rpc", "state.xdr", "state.os", "state.time", SLF4J);
        arrows.row("state.store", "state.nsm", "state.xdr", "state.os", "state.time", SLF4J);
        arrows.row(
                "state.notify",
                "state.names",
                "state.nsm",
                "state.os",
                "state.rpc",
                "state.rpcbind",
                "state.store",
                "state.time",
                "state.xdr",
                SLF4J);
        // The programs: they know the ground floor and never each other.
        arrows.row("statd", "state", COMMONS_DAEMON, SLF4J);
        arrows.row("smnotify", "state", SLF4J);
        // The engine knows neither wire nor disk nor clock; only its door tells the time.
        arrows.row("lockd.locks", "state.time", "state.xdr");
        arrows.row("lockd.vfs", "state", JNA, SLF4J);
        arrows.row("lockd.export", "lockd.locks", "lockd.vfs", "state", SLF4J);
        arrows.row("lockd.mount", "lockd.export", "lockd.vfs", "state", SLF4J);
        arrows.row("lockd.accesslog", "lockd.export", "state", SLF4J);
        arrows.row("lockd.nfs3", "lockd.accesslog", "lockd.export", "lockd.vfs", "state", SLF4J);
        arrows.row("lockd.nfsacl", "lockd.export", "lockd.nfs3", "lockd.vfs", "state");
        arrows.row("lockd.hosts", "lockd.locks", "state", SLF4J);
        arrows.row("lockd.journal", "lockd.locks", "lockd.hosts", "state", SLF4J);
        arrows.row("lockd.nlm", "lockd.locks", "lockd.hosts", "lockd.export", "state", SLF4J);
        arrows.row(
                "lockd.control",
                "lockd.export",
                "lockd.hosts",
                "lockd.locks",
                "lockd.mount",
                "lockd.nfs3",
                "lockd.vfs",
                "state",
                JSON,
                SLF4J);
        arrows.row(
                "lockd.metrics",
                "lockd.hosts",
                "lockd.locks",
                "lockd.nfs3",
                "lockd.nlm",
                "lockd.vfs",
                "state",
                "io.prometheus.metrics",
                HTTP,
                SLF4J);
        arrows.row("lockd.lockctl", "state", JSON);
        arrows.row("lockd", "state", COMMONS_DAEMON, JSON, SLF4J);
        return arrows;
    }

    private void row(String from, String... mayKnow) {
        rows.put(from, List.of(mayKnow));
    }

    /** Returns one sentence for each arrow in {@code source} that the table does not hold. */
    List<String> brokenBy(JavaSource source) {
        String from = below(source.packageName());
        Optional<String> row = rowOf(from);
        if (row.isEmpty()) {
            return List.of(source.path() + ": package " + from + " has no row in the table");
        }
        List<String> names = new ArrayList<>(source.imports());
        names.addAll(source.ownNames());
        return names.stream()
                .map(Arrows::below)
                .distinct()
                .filter(name -> !isAllowed(row.get(), name))
                .map(name -> source.path() + ": " + from + " may not know " + name)
                .toList();
    }

    private boolean isAllowed(String row, String name) {
        if (BANNED_JDK.stream().anyMatch(name::startsWith)) {
            return rows.get(row).stream().anyMatch(known -> isInside(name, known));
        }
        return name.startsWith("java.")
                || name.startsWith("javax.")
                || isInside(name, row)
                || rows.get(row).stream().anyMatch(known -> isInside(name, known));
    }

    /** Returns the nearest row above a package. */
    private Optional<String> rowOf(String name) {
        return rows.keySet().stream()
                .filter(row -> isInside(name, row))
                .max((a, b) -> Integer.compare(a.length(), b.length()));
    }

    private static boolean isInside(String name, String outer) {
        return name.equals(outer) || name.startsWith(outer + ".");
    }

    private static String below(String name) {
        return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
    }
}

package org.relock.lockd.lockctl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.relock.state.conf.Getopt;

/**
 * What lockctl was asked.
 *
 * @param socket where the daemon is
 * @param json whether to print the answer as it comes
 * @param wide whether to print long names in full
 * @param command what is asked
 * @param words the rest of the question
 */
record Asked(Path socket, boolean json, boolean wide, String command, Map<String, String> words) {

    /** How the words were understood. */
    sealed interface Outcome {

        /** Ask. */
        record Ask(Asked asked) implements Outcome {}

        /** Say {@code text} and exit with {@code status}. */
        record Exit(int status, String text) implements Outcome {}
    }

    static final String USAGE =
            """
            usage: lockctl [-jw] [-s path] locks|waiters|shares [--client c] [--file f] [--server a]
                   lockctl [-jw] [-s path] clients [--client c]
                   lockctl [-j] [-s path] grace [status|start|end] [--server a] [--seconds n]
                   lockctl [-j] [-s path] release --id i|--client c|--file f|--server a|
                                                  --file-system n [--force]
                   lockctl [-jw] [-s path] explain --file f --client c [--mode read|write]
                                                  [--offset n] [--length n] [--svid n] [--oh hex]
                                                  [--server a]
                   lockctl [-j] [-s path] graph|health
                   lockctl [-jw] [-s path] exports|mounts|nfsstat
                   lockctl [-j] [-s path] reload
              -h, --help                 print this and exit
              -v, --version              print the version and exit
              -j, --json                 print the daemon's own answer, for programs
              -w, --wide                 print long names in full
              -s, --socket PATH          the daemon's control socket
                  --client CLIENT        a client's number, name or address
                  --file FILE            a file, as "locks --wide" shows it
                  --server ADDRESS       an address of this host that clients call
                  --file-system NUMBER   a file system
                  --id ID                a lock, waiter or share, as the tables show it
                  --force                release even what a living client holds
                  --seconds NUMBER       how long the grace is
                  --mode MODE            read or write
                  --offset NUMBER        the first byte
                  --length NUMBER        how many bytes; 0 reaches to the end of the file
                  --svid NUMBER          the owner's number at the client
                  --oh DIGITS            the owner's name at the client, in hexadecimal
            """;

    private static final String DEFAULT_SOCKET = "/run/relock/lockd.sock";
    private static final int BAD_USAGE = 2;

    private static final List<Getopt.Option> OPTIONS =
            List.of(
                    new Getopt.Option('h', "help", false),
                    new Getopt.Option('v', "version", false),
                    new Getopt.Option('j', "json", false),
                    new Getopt.Option('w', "wide", false),
                    new Getopt.Option('s', "socket", true),
                    new Getopt.Option((char) 0, "client", true),
                    new Getopt.Option((char) 0, "file", true),
                    new Getopt.Option((char) 0, "server", true),
                    new Getopt.Option((char) 0, "file-system", true),
                    new Getopt.Option((char) 0, "id", true),
                    new Getopt.Option((char) 0, "force", false),
                    new Getopt.Option((char) 0, "seconds", true),
                    new Getopt.Option((char) 0, "mode", true),
                    new Getopt.Option((char) 0, "offset", true),
                    new Getopt.Option((char) 0, "length", true),
                    new Getopt.Option((char) 0, "svid", true),
                    new Getopt.Option((char) 0, "oh", true));

    /** Understands a command line; what the daemon has to judge is left to it. */
    static Outcome read(String version, String... arguments) {
        boolean json = false;
        boolean wide = false;
        String socket = DEFAULT_SOCKET;
        List<String> others = new ArrayList<>();
        Map<String, String> words = new LinkedHashMap<>();
        for (Getopt.Word word : new Getopt(OPTIONS).read(arguments)) {
            if (word instanceof Getopt.Word.Wrong wrong) {
                return bad(wrong.complaint());
            }
            if (word instanceof Getopt.Word.Other other) {
                others.add(other.word());
            }
            if (word instanceof Getopt.Word.Given given) {
                switch (given.option().name()) {
                    case "help" -> {
                        return new Outcome.Exit(0, USAGE);
                    }
                    case "version" -> {
                        return new Outcome.Exit(0, "lockctl version " + version + "\n");
                    }
                    case "json" -> json = true;
                    case "wide" -> wide = true;
                    case "socket" -> socket = given.argument();
                    case "force" -> words.put("force", "true");
                    default -> words.put(given.option().name().replace('-', '_'), given.argument());
                }
            }
        }
        return command(new Asked(Path.of(socket), json, wide, "", words), others);
    }

    private static Outcome command(Asked asked, List<String> others) {
        if (others.isEmpty()) {
            return bad("what is asked?");
        }
        String command = others.get(0);
        switch (command) {
            case "locks",
                    "waiters",
                    "shares",
                    "clients",
                    "release",
                    "explain",
                    "graph",
                    "health",
                    "exports",
                    "mounts",
                    "nfsstat",
                    "reload" -> {
                if (others.size() > 1) {
                    return bad(command + " takes no \"" + others.get(1) + "\"");
                }
            }
            case "grace" -> {
                if (others.size() > 2) {
                    return bad("grace takes one word");
                }
                if (others.size() == 2) {
                    asked.words.put("do", others.get(1));
                }
            }
            default -> {
                return bad("no such command: " + command);
            }
        }
        return new Outcome.Ask(
                new Asked(asked.socket, asked.json, asked.wide, command, asked.words));
    }

    private static Outcome bad(String complaint) {
        return new Outcome.Exit(BAD_USAGE, "lockctl: " + complaint + "\n" + USAGE);
    }
}

package org.relock.tests.nlm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line of {@link Conformance}; see {@link #USAGE}. */
final class Options {

    static final String USAGE =
            """
            usage: Conformance HOST PORT [OPTION...] [CHECK...]

            HOST and PORT are the NLM server's, both as numbers; port 0 asks its rpcbind.
            CHECK is a number such as 12; without any, all checks are made.

              --export PATH     take file handles from this NFSv3 export (MNT and CREATE);
                                without it any bytes are a handle
              --also ADDR       a second IPv4 address of the server
              --six ADDR        an IPv6 address of the server
              --clients ADDR    the first of the clients' IPv4 addresses, all local (10.78.0.1)
              --clients6 ADDR   the first of the clients' IPv6 addresses, all local (fd78::1)
              --numeric-names   clients call themselves by their address
              --versions LIST   versions that the server speaks (1,3,4)
              --slack N         bounds of time are so many times what the check says (1)
              --rounds N        what is done at random is done so many times (200)
              --long            make the checks that take minutes, too
              --server-pid PID  a process in the server's network, where we play its rpc.statd
              --hook COMMAND    a command that is called for the server with start, stop, kill,
                                reboot or wipe; start may be given the seconds of grace
              --fresh           kill and start the server before every check
              --list            print the checks
            """;

    final InetAddress server;
    final int port;
    final List<String> checks = new ArrayList<>();
    Optional<String> export = Optional.empty();
    Optional<InetAddress> second = Optional.empty();
    Optional<InetAddress> six = Optional.empty();
    InetAddress firstClient = address("10.78.0.1");
    InetAddress firstClient6 = address("fd78::1");
    boolean numericNames;
    List<Integer> versions = List.of(1, 3, 4);
    int slack = 1;
    int rounds = 200;
    boolean takeLong;
    boolean fresh;
    Optional<Long> serverPid = Optional.empty();
    Optional<String> hook = Optional.empty();

    private Options(String host, String port) {
        this.server = address(host);
        this.port = Integer.parseInt(port);
    }

    static Options parse(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("HOST and PORT are missing");
        }
        Options options = new Options(words.get(0), words.get(1));
        List<String> rest = new ArrayList<>(words.subList(2, words.size()));
        while (!rest.isEmpty()) {
            options.take(rest.remove(0), rest);
        }
        return options;
    }

    private void take(String word, List<String> rest) {
        switch (word) {
            case "--export" -> export = Optional.of(rest.remove(0));
            case "--also" -> second = Optional.of(address(rest.remove(0)));
            case "--six" -> six = Optional.of(address(rest.remove(0)));
            case "--clients" -> firstClient = address(rest.remove(0));
            case "--clients6" -> firstClient6 = address(rest.remove(0));
            case "--numeric-names" -> numericNames = true;
            case "--versions" ->
                    versions =
                            List.of(rest.remove(0).split(",", -1)).stream()
                                    .map(Integer::valueOf)
                                    .toList();
            case "--slack" -> slack = Integer.parseInt(rest.remove(0));
            case "--rounds" -> rounds = Integer.parseInt(rest.remove(0));
            case "--fresh" -> fresh = true;
            case "--long" -> takeLong = true;
            case "--server-pid" -> serverPid = Optional.of(Long.valueOf(rest.remove(0)));
            case "--hook" -> hook = Optional.of(rest.remove(0));
            default -> {
                if (word.startsWith("-")) {
                    throw new IllegalArgumentException("unknown option " + word);
                }
                checks.add(word);
            }
        }
    }

    private static InetAddress address(String numeric) {
        try {
            return InetAddress.getByName(numeric);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address: " + numeric, e);
        }
    }
}

package org.relock.lockd;

import java.util.List;
import org.relock.state.conf.Getopt;

/** The options of rpc.lockd. A long name is also the key in section [lockd] of nfs.conf. */
final class OptionTable {

    static final String USAGE =
            """
usage: rpc.lockd [-dF] [--no-syslog] [-P directory] [-p port] [--udp-port=port] [--tcp-port=port]
                 [--rpcbind=policy] [--export=directory[:clients]] ... [option ...]
       rpc.lockd --opaque-handles [--handle-mask=digits] --allow=network ... [option ...]
       rpc.lockd -h | -v
  -h, --help                         print this and exit
  -v, --version                      print the version and exit
  -F, --foreground                   stay in the foreground
  -d, --debug                        log debug lines; with -F: to standard error
      --no-syslog                    with -F: log to standard error
  -P, --state-directory-path DIR     where the monitor list lives
  -p, --port PORT                    listen on this UDP and TCP port
      --udp-port PORT                listen on this UDP port
      --tcp-port PORT                listen on this TCP port
      --rpcbind POLICY               required, retry, embed or none
      --privileged-ports-only        refuse callers from ports above 1023
      --export DIRECTORY[:CLIENTS]   serve this too, besides /etc/exports; may be repeated
      --manage-gids                  ask this machine for the groups of users
      --nfs-port PORT                serve NFS on this UDP and TCP port; 2049
      --mountd-port PORT             serve MOUNT on a UDP and TCP port of its own
      --nfs-min-version NUMBER       no NFS version below this
      --nfs-max-version NUMBER       no NFS version above this
      --access-log FILE              log who reads, writes and changes what
      --access-log-size MEBIBYTES    when another file is begun
      --access-log-files NUMBER      how many such files there are
      --access-log-export DIRECTORY  log this export, not all; may be repeated
      --opaque-handles               take any file handle as the name of a file
      --handle-mask DIGITS           which bits of such a handle count
      --file-system-bytes OFFSET+LENGTH
                                     which bytes of it tell the file system
      --allow NETWORK                who may show such handles; may be repeated
      --grace SECONDS                how long clients may reclaim after a reboot
      --no-grace                     no time for reclaims at all
      --journal HOW                  mapped, forced or none
      --reclaim RULE                 recorded or not-others
      --monitor HOW                  required or best-effort
      --monitor-name NAME            address or caller-name
      --identity HOW                 address+name, address or name
      --alias NAME=ADDRESS,...       addresses of one client; may be repeated
      --grant-ack-timeout SECONDS    when others get what nobody acknowledges
      --hpux-zero-cookie             answer a cookie of no bytes by one of four zeros
      --idle-unmonitor SECONDS       when a client without locks is watched no more
      --locks-per-client NUMBER      locks that one client may hold
      --waiters-per-client NUMBER    requests of one client that may wait
      --shares-per-client NUMBER     share reservations that one client may hold
      --locks NUMBER                 locks that all clients together may hold
  -H, --ha-callout PROGRAM           run this when a client comes or goes
      --ha-callout-protocol NUMBER   1 or 2
      --callout-timeout SECONDS      end a callout after this time; 0: never
      --control-socket PATH          where lockctl finds the daemon
      --metrics PORT                 serve metrics on this port of loopback
""";

    static final List<Getopt.Option> ALL =
            List.of(
                    new Getopt.Option('h', "help", false),
                    new Getopt.Option('v', "version", false),
                    new Getopt.Option('F', "foreground", false),
                    new Getopt.Option('d', "debug", false),
                    new Getopt.Option((char) 0, "no-syslog", false),
                    new Getopt.Option('P', "state-directory-path", true),
                    new Getopt.Option('p', "port", true),
                    ours("udp-port"),
                    ours("tcp-port"),
                    ours("rpcbind"),
                    new Getopt.Option((char) 0, "privileged-ports-only", false),
                    new Getopt.Option((char) 0, "opaque-handles", false),
                    ours("export"),
                    new Getopt.Option((char) 0, "manage-gids", false),
                    ours("nfs-port"),
                    ours("mountd-port"),
                    ours("nfs-min-version"),
                    ours("nfs-max-version"),
                    ours("access-log"),
                    ours("access-log-size"),
                    ours("access-log-files"),
                    ours("access-log-export"),
                    ours("handle-mask"),
                    ours("file-system-bytes"),
                    ours("allow"),
                    ours("grace"),
                    new Getopt.Option((char) 0, "no-grace", false),
                    ours("journal"),
                    ours("reclaim"),
                    ours("monitor"),
                    ours("monitor-name"),
                    ours("identity"),
                    ours("alias"),
                    ours("grant-ack-timeout"),
                    new Getopt.Option((char) 0, "hpux-zero-cookie", false),
                    ours("idle-unmonitor"),
                    ours("locks-per-client"),
                    ours("waiters-per-client"),
                    ours("shares-per-client"),
                    ours("locks"),
                    new Getopt.Option('H', "ha-callout", true),
                    ours("ha-callout-protocol"),
                    ours("callout-timeout"),
                    ours("control-socket"),
                    ours("metrics"));

    private OptionTable() {}

    private static Getopt.Option ours(String name) {
        return new Getopt.Option((char) 0, name, true);
    }
}

package org.relock.tests.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relock.tests.Needs;

/** An administrator who changes exports while they are served, in a network and /etc of its own. */
class ExportsStoryTest {

    /** Makes the place; {@code $1} has the programs, {@code $2} is the directory. */
    private static final String BEFORE =
            """
exec 2> "$2/errors"
ip link set lo up && mount -t tmpfs none /run && mkdir -p /run/state/sm /run/etc
cp -a /etc/. /run/etc && mount --bind /run/etc /etc && rm -rf /etc/exports /etc/exports.d /etc/nfs.conf*
mkdir -p "$2/a" "$2/b" && echo hello > "$2/a/file" && echo there > "$2/b/file"
printf '%s\\n' "$2/a *(ro,insecure)" "$2/b *(rw,insecure,fsid=7)" > /etc/exports
serve() {
    "$1/rpc.lockd" -F --no-syslog --rpcbind=embed --no-grace --monitor=best-effort \\
        -P /run/state "${@:3}" > "$2/log" 2>&1 &
    lockd=$!
    for _ in $(seq 1 300); do
        rpcinfo -p 127.0.0.1 2> /dev/null | grep -q 100003 && break
        kill -0 $lockd 2> /dev/null || break
        sleep 0.1
    done
}
logged() {
    for _ in $(seq 1 100); do grep -q "$1" "$2" && return; sleep 0.1; done
    echo "never logged: $1"
}
""";

    private static final String RELOAD =
            BEFORE
                    + """
serve "$@" --metrics 9300
nfs-cat "nfs://127.0.0.1$2/b/file?version=3"
"$1/lockctl" exports | tail -n 1 | sed 's/  */ /g; s/,sync.*//; s/[^ ]* //'
"$1/lockctl" mounts | tail -n +2 | wc -l
printf '%s\\n' "$2/b *(rx)" > /etc/exports
"$1/lockctl" reload > "$2/said"; echo "reload: $?"
sed "s,$2/,," "$2/said"
kill -HUP $lockd; logged 'stays as it was' "$2/log"
showmount --no-headers -e 127.0.0.1 | wc -l
printf '%s\\n' "$2/a *(ro,insecure)" > /etc/exports
kill -HUP $lockd; logged '1 now, 0 new, 1 gone' "$2/log"
showmount --no-headers -e 127.0.0.1 | sed "s,$2,,"
nfs-cat "nfs://127.0.0.1$2/b/file?version=3" 2> /dev/null || echo "gone"
nfs-cat "nfs://127.0.0.1$2/a/file?version=3"
printf '%s\\n' "$2/b *(insecure)" >> /etc/exports
"$1/lockctl" reload
nfs-cat "nfs://127.0.0.1$2/b/file?version=3"
"$1/lockctl" nfsstat | sed -n '1s/  */ /gp; s/^READ  *\\([0-9]*\\) .*/READ \\1/p; $p'
exec 3<> /dev/tcp/127.0.0.1/9300
printf 'GET /metrics HTTP/1.0\\r\\n\\r\\n' >&3
grep -E '^relock_(exports|nfs_(calls_total|duration_seconds_count).*READ")' <&3
kill -TERM $lockd && wait $lockd; echo "ended with $?"
""";

    @Test
    void exportsComeAndGoWhileOthersAreServed(@TempDir Path directory) throws Exception {
        assertEquals(
                """
                there
                * 7 rw
                1
                reload: 1
                problem: /etc/exports:1: unknown option rx; the line is left out
                the 2 exports stay as they were
                2
                /a *
                gone
                hello
                2 exports: 1 new, 0 gone; released 0 locks, 0 waiters, 0 shares
                there
                PROCEDURE CALLS OK FAILED MEAN-US P50-US P99-US
                READ 3
                18 bytes read, 0 bytes written
                relock_exports 2.0
                relock_nfs_calls_total{procedure="READ"} 3.0
                relock_nfs_duration_seconds_count{procedure="READ"} 3
                ended with 0
                """,
                run(RELOAD, directory),
                () -> log(directory));
    }

    private static final String PORTS_AND_LOG =
            BEFORE
                    + """
                    chmod 777 "$2/b"
                    serve "$@" --nfs-port 2050 --mountd-port 20048 --port 4045 \\
                        --access-log "$2/accesses" --access-log-export "$2/b"
                    rpcinfo -p 127.0.0.1 | awk '$3 == "tcp" && $1 != 100000 {print $1, $2, $4}'
                    rpcinfo -t 127.0.0.1 100003 2 2>&1 | grep -o 'low version.*'
                    nfs-cat "nfs://127.0.0.1$2/a/file?version=3"
                    nfs-cp "$2/a/file" "nfs://127.0.0.1$2/b/a copy?version=3" > /dev/null
                    nfs-cat "nfs://127.0.0.1$2/b/a copy?version=3"
                    mv "$2/accesses" "$2/before" && kill -HUP $lockd
                    for _ in $(seq 1 100); do [ -e "$2/accesses" ] && break; sleep 0.1; done
                    nfs-cat "nfs://127.0.0.1$2/b/file?version=3"
                    kill -TERM $lockd && wait $lockd; echo "ended with $?"
                    for name in before accesses; do
                        echo $name
                        sed "s,$2,,; s/^[-0-9]*T[0-9:.]*Z //; s/ [0-9a-f]\\{12,\\}/ ID/g" "$2/$name"
                    done
                    """;

    @Test
    void nfsAndMountHavePortsOfTheirOwnAndAccessesAreLogged(@TempDir Path directory)
            throws Exception {
        assertEquals(
                """
                100021 1 4045
                100021 3 4045
                100021 4 4045
                100003 3 2050
                100227 3 2050
                100005 1 20048
                100005 2 20048
                100005 3 20048
                low version = 3, high version = 3
                hello
                hello
                there
                ended with 0
                before
                127.0.0.1 0 /b CREATE OK ID a\\040copy
                127.0.0.1 0 /b SETATTR OK ID
                127.0.0.1 0 /b WRITE OK ID 0 6
                127.0.0.1 0 /b READ OK ID 0 6
                accesses
                127.0.0.1 0 /b READ OK ID 0 6
                """,
                run(PORTS_AND_LOG, directory),
                () -> log(directory));
    }

    private static final String GROUPS =
            BEFORE
                    + """
echo 'many:x:54321:54321::/:/bin/false' >> /etc/passwd
echo 'passwd: files' > /etc/nsswitch.conf && echo 'group: files' >> /etc/nsswitch.conf
for i in $(seq 1 20); do echo "g$i:x:$((60000 + i)):many"; done >> /etc/group
echo 'late:x:60099:' >> /etc/group
for i in 20 99; do
    echo "group $i" > "$2/a/$i"
    chgrp $((60000 + i)) "$2/a/$i" && chmod 640 "$2/a/$i"
done
seen() {
    nfs-cat "nfs://127.0.0.1$2/a/$1?version=3&uid=$3&gid=54321" 2> /dev/null \\
        || echo "$1 is not for $3"
}
serve "$@"
seen 20 "$2" 54321
kill -TERM $lockd && wait $lockd
serve "$@" --manage-gids
seen 20 "$2" 54321
seen 20 "$2" 54322
seen 99 "$2" 54321
sed -i 's/^late:.*/&many/' /etc/group
"$1/lockctl" reload > "$2/said"
seen 99 "$2" 54321
kill -TERM $lockd && wait $lockd; echo "ended with $?"
""";

    /** A client can name sixteen groups of a user at most, and libnfs's programs name none. */
    @Test
    void theGroupsOfAUserAreTheSystemsIfMountdsKeySaysSo(@TempDir Path directory) throws Exception {
        assertEquals(
                """
                20 is not for 54321
                group 20
                20 is not for 54322
                99 is not for 54321
                group 99
                ended with 0
                """,
                run(GROUPS, directory),
                () -> log(directory));
    }

    private static final String NETGROUP =
            BEFORE
                    + """
echo 'inner (192.0.2.1,,) (127.0.0.1,,)' > /etc/netgroup
echo 'trusted (pc.example,,) inner' >> /etc/netgroup
sed -i '/^netgroup/d' /etc/nsswitch.conf && echo 'netgroup: files' >> /etc/nsswitch.conf
printf '%s\\n' "$2/a @trusted(ro,insecure)" \\
    "$2/b @nobody(ro,insecure) no.such.host.invalid(ro)" > /etc/exports
serve "$@"
nfs-cat "nfs://127.0.0.1$2/a/file?version=3"
nfs-cat "nfs://127.0.0.1$2/b/file?version=3" 2> /dev/null || echo "not in that one"
logged 'Netgroup nobody of the exports is not found' "$2/log"
kill -TERM $lockd && wait $lockd; echo "ended with $?"
""";

    @Test
    void aNetgroupOfTheSystemLetsItsHostsIn(@TempDir Path directory) throws Exception {
        Needs.program("getent");
        assertEquals(
                """
                hello
                not in that one
                ended with 0
                """,
                run(NETGROUP, directory),
                () -> log(directory));
    }

    /** nfs-utils' mountd lists directories in the order of a hash table. */
    private static final String SHOWMOUNT =
            BEFORE
                    + """
mkdir -p /run/nfs /run/state/relock/lockd "$2/c d" && mount --bind /run/nfs /var/lib/nfs
echo "$2/a 10.9.0.1(ro) 192.0.2.7(ro) 127.0.0.1(rw) 10.0.0.0/8(rw) @beta(ro) *.example(ro)" \\
    '10.1.0.0/255.255.0.0(rw) @alpha(ro) 2001:db8::/32(ro)' > /etc/exports
echo "\\"$2/c d\\" *(ro) 10.0.0.1(rw)" >> /etc/exports
echo "$2/b *(ro)" >> /etc/exports
printf '%s\\n' "192.0.2.1:$2/a:0x1" "192.0.2.2:$2/a:0x1" "192.0.2.1:$2/b:0x1" \\
    > /var/lib/nfs/rmtab
printf '%s\\n' "192.0.2.1 $2/a" "192.0.2.2 $2/a" "192.0.2.1 $2/b" \\
    > /run/state/relock/lockd/mounts
lists() {
    for list in -e -a -d; do
        showmount --no-headers $list 127.0.0.1 | sort > "$2/$1$list"
    done
}
touch /var/lib/nfs/etab && exportfs -a 2> /dev/null
rpcbind -f & bound=$!
for _ in $(seq 1 100); do rpcinfo -p 127.0.0.1 > "$2/seen" && break; sleep 0.1; done
rpc.mountd -F > "$2/mountd" 2>&1 & mountd=$!
for _ in $(seq 1 100); do
    rpcinfo -t 127.0.0.1 100005 3 > "$2/seen" && break; sleep 0.1
done
lists theirs "$2"
kill $mountd && wait $mountd; kill $bound && wait $bound
serve "$@"
lists ours "$2"
kill -TERM $lockd && wait $lockd; echo "ended with $?"
for list in -e -a -d; do
    wc -l < "$2/theirs$list"
    diff "$2/theirs$list" "$2/ours$list"
done
""";

    @Test
    void showmountSaysOfOursWhatItSaysOfMountd(@TempDir Path directory) throws Exception {
        Needs.program("rpc.mountd");
        Needs.program("exportfs");
        Needs.program("rpcbind");
        assertEquals("ended with 0\n3\n3\n2\n", run(SHOWMOUNT, directory), () -> log(directory));
    }

    private static final String LOCKED =
            BEFORE
                    + """
chmod 777 "$2/b"
serve "$@"
"$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$classes" \\
    org.relock.tests.nlm.LockedMain 127.0.0.1 127.0.0.1 "$2/b"
"$1/lockctl" locks | tail -n +2 | wc -l
printf '%s\\n' "$2/a *(ro,insecure)" > /etc/exports
"$1/lockctl" reload
"$1/lockctl" locks | tail -n +2 | wc -l
kill -TERM $lockd && wait $lockd; echo "ended with $?"
""";

    /** NLM check 66. */
    @Test
    void whatIsLockedInAnExportIsReleasedWithIt(@TempDir Path directory) throws Exception {
        assertEquals(
                """
                LOCK is answered 0
                1
                1 exports: 0 new, 1 gone; released 1 locks, 0 waiters, 0 shares
                0
                ended with 0
                """,
                run(LOCKED, directory),
                () -> log(directory));
    }

    private static String run(String story, Path directory) throws Exception {
        Needs.root();
        Path programs = Needs.top().resolve("target/dist/bin");
        Needs.file(programs.resolve("rpc.lockd").toString());
        for (String program : List.of("ip", "nfs-cat", "showmount", "rpcinfo")) {
            Needs.program(program);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder =
                new ProcessBuilder(
                                Needs.program("unshare").toString(),
                                "-mnp",
                                "--fork",
                                "--mount-proc",
                                "--kill-child",
                                "bash",
                                "-c",
                                story,
                                "story",
                                programs.toString(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectInput(Path.of("/dev/null").toFile());
        builder.environment()
                .put("java", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.environment().put("classes", System.getProperty("java.class.path"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return said;
    }

    private static String log(Path directory) {
        StringBuilder all = new StringBuilder();
        for (String name : List.of("log", "errors")) {
            try {
                all.append(Files.readString(directory.resolve(name)));
            } catch (IOException e) {
                all.append(e);
            }
        }
        return all.toString();
    }
}

package org.relock.lockd.mount;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.relock.lockd.export.ExportPaths;
import org.relock.lockd.export.PathText;
import org.relock.lockd.export.SmallFiles;
import org.relock.state.names.Addresses;
import org.relock.state.names.NumericAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has mounted what, as clients tell it: of use to people, never to decide anything (RFC 1813,
 * 5.2.2). It is kept in a file, a moment behind. Thread safe.
 */
public final class MountList {

    private static final Logger LOG = LoggerFactory.getLogger(MountList.class);
    private static final String FILE = "mounts";

    private final SmallFiles files;
    private final Executor disk;
    private final Set<MountEntry> entries = new LinkedHashSet<>();
    private boolean changed;
    private boolean writing;

    private MountList(SmallFiles files, Executor disk) {
        this.files = files;
        this.disk = disk;
    }

    /** Reads the list; without one, or if it cannot be read, it begins empty. */
    public static MountList open(SmallFiles files, Executor disk) {
        MountList list = new MountList(files, disk);
        try {
            Optional<byte[]> kept = files.read(FILE, MountLimits.FILE_BYTES);
            kept.ifPresent(bytes -> list.read(new String(bytes, ISO_8859_1)));
        } catch (IOException e) {
            LOG.warn("Who mounted what is forgotten: {}", e.toString());
        }
        return list;
    }

    private void read(String text) {
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            read(text.substring(start, end), text.indexOf(' ', start) - start);
            start = end + 1;
        }
    }

    private void read(String line, int blank) {
        if (blank < 1 || blank >= line.length() || entries.size() == MountLimits.MOUNTS) {
            return;
        }
        Optional<InetAddress> host = NumericAddress.parse(line.substring(0, blank));
        Optional<String> path = ExportPaths.plain(PathText.unescape(line.substring(blank + 1)));
        if (host.isPresent() && path.isPresent()) {
            entries.add(new MountEntry(Addresses.text(host.get()), path.get()));
        }
    }

    /** Remembers that a client has mounted a path. */
    synchronized void add(InetAddress client, String path) {
        if (entries.add(new MountEntry(Addresses.text(client), path))) {
            if (entries.size() > MountLimits.MOUNTS) {
                entries.remove(entries.iterator().next());
            }
            write();
        }
    }

    /** Forgets one mount of a client. */
    synchronized void remove(InetAddress client, String path) {
        if (entries.remove(new MountEntry(Addresses.text(client), path))) {
            write();
        }
    }

    /** Forgets all mounts of a client. */
    synchronized void removeAll(InetAddress client) {
        String host = Addresses.text(client);
        if (entries.removeIf(entry -> entry.host().equals(host))) {
            write();
        }
    }

    /** Returns all, the oldest first. */
    public synchronized List<MountEntry> all() {
        return List.copyOf(entries);
    }

    /** Has it written by the executor, unless that is under way. */
    private void write() {
        changed = true;
        if (writing) {
            return;
        }
        try {
            writing = true;
            disk.execute(this::writeAll);
        } catch (RejectedExecutionException e) {
            writing = false; // The next change writes this one too.
        }
    }

    private void writeAll() {
        while (true) {
            StringBuilder text = new StringBuilder();
            synchronized (this) {
                if (!changed) {
                    writing = false;
                    return;
                }
                changed = false;
                for (MountEntry entry : entries) {
                    text.append(entry.host()).append(' ');
                    text.append(PathText.escape(entry.path())).append('\n');
                }
            }
            try {
                files.replace(FILE, text.toString().getBytes(ISO_8859_1));
            } catch (IOException e) {
                LOG.warn("Who mounted what will not be known after a restart: {}", e.toString());
            }
        }
    }
}

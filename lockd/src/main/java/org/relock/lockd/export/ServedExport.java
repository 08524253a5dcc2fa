package org.relock.lockd.export;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.relock.lockd.vfs.FileSystem;

/** A directory that is exported, with its clients: those that bind first come first. */
final class ServedExport implements Export {

    /** Of how many clients the rights are remembered. */
    private static final int REMEMBERED = 4_096;

    private final int id;
    private final long rootMark;
    private final String path;
    private final FileSystem files;
    private final List<ClientRule> rules;
    private final boolean needsNames;
    private final ClientNames names;

    /** Used only where rights never change. */
    private final Map<InetAddress, Optional<ExportRights>> remembered = new ConcurrentHashMap<>();

    ServedExport(
            int id,
            long rootMark,
            String path,
            FileSystem files,
            List<ClientRule> rules,
            ClientNames names) {
        this.id = id;
        this.rootMark = rootMark;
        this.path = path;
        this.files = files;
        this.names = names;
        List<ClientRule> sorted = new ArrayList<>(rules);
        // The sort keeps the order of equals, which is what exports(5) has for them.
        sorted.sort(Comparator.comparingInt(rule -> rule.client().rank()));
        this.rules = List.copyOf(sorted);
        needsNames = sorted.stream().anyMatch(rule -> rule.client().needsNames());
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public long rootMark() {
        return rootMark;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public FileSystem files() {
        return files;
    }

    /**
     * A rule whose name is still being looked up lets nobody in, nor does any rule behind it: it
     * might be the one that restricts this client.
     */
    @Override
    public Optional<ExportRights> rights(InetAddress client) {
        if (needsNames) {
            return decide(client);
        }
        Optional<ExportRights> known = remembered.get(client);
        if (known != null) {
            return known;
        }
        Optional<ExportRights> decided = decide(client);
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        remembered.put(client, decided);
        return decided;
    }

    private Optional<ExportRights> decide(InetAddress client) {
        for (ClientRule rule : rules) {
            switch (rule.client().match(client, names)) {
                case YES -> {
                    return Optional.of(rule.options().rights());
                }
                case UNKNOWN -> {
                    return Optional.empty();
                }
                case NO -> {}
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> clients() {
        List<String> clients = new ArrayList<>();
        for (ClientRule rule : rules) {
            clients.add(rule.client().text());
        }
        return clients;
    }

    /**
     * As nfs-utils' mountd has them: who binds last comes first; a host that a network, wildcard or
     * netgroup has, too, is left out; and everybody takes all others along.
     */
    @Override
    public List<String> groups() {
        List<String> groups = new ArrayList<>();
        for (ClientRule rule : rules) {
            if (rules.size() > 1 && rule.client() instanceof ClientPattern.Anyone) {
                return List.of();
            }
            if (!isInAnother(rule.client())) {
                groups.add(0, rule.client().text());
            }
        }
        return groups;
    }

    private boolean isInAnother(ClientPattern host) {
        for (InetAddress address : host.addresses(names)) {
            for (ClientRule other : rules) {
                if (other.client().rank() > host.rank()
                        && other.client().match(address, names) == ClientPattern.Match.YES) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public List<String> options() {
        List<String> options = new ArrayList<>();
        for (ClientRule rule : rules) {
            options.add(OptionText.of(rule.options()));
        }
        return options;
    }

    /** One rule is enough: what keeps others from the file must be in every client's way. */
    @Override
    public boolean localLocks() {
        return rules.stream().anyMatch(rule -> rule.options().localLocks());
    }

    /** Whether the public file handle stands for its root. */
    boolean isPublic() {
        return rules.stream().anyMatch(rule -> rule.options().isPublic());
    }

    /** Has all that the rules name looked up. */
    void askNames() {
        for (ClientRule rule : rules) {
            rule.client().prepare(names);
        }
    }

    boolean needsNames() {
        return needsNames;
    }

    /** Returns what has to be known before it can be said what rights a client has. */
    List<CompletableFuture<?>> asked(InetAddress client) {
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (ClientRule rule : rules) {
            for (CompletableFuture<?> one : rule.client().asked(client, names)) {
                if (!one.isDone()) {
                    asked.add(one);
                }
            }
        }
        return asked;
    }
}

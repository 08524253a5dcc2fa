package org.relock.statd;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.relock.state.names.Addresses;
import org.relock.state.names.Names;
import org.relock.state.names.NumericAddress;

/**
 * Whose reboot a notice tells of. Nothing ties a notice to its sender but the source address, which
 * is easily forged; nfs-utils takes either the name or the address as enough, and that is needed:
 * peers with several addresses, addresses without names and names cut at their first dot are all
 * met in practice.
 *
 * <ul>
 *   <li>A notice is <em>settled</em> if the name is one a watcher registered (or the file's, or the
 *       source address itself) and the source is a known address of that host. It means that host,
 *       under each of its names and addresses, and nobody who merely shares an address with it.
 *       Nothing is looked up.
 *   <li>Otherwise, by default, it means every host that has this name and every host that has this
 *       source address; and look-ups, once the reply is on its way, may find more of both.
 *   <li>Otherwise, when strict, it means nobody unless a look-up says that the name has the source
 *       address; then it means the hosts of that name's addresses.
 * </ul>
 */
final class NoticeMatch {

    private final MonitorList list;
    private final Names names;
    private final LookupBudget budget;
    private final boolean strict;

    NoticeMatch(MonitorList list, Names names, LookupBudget budget, boolean strict) {
        this.list = list;
        this.names = names;
        this.budget = budget;
        this.strict = strict;
    }

    /**
     * What could be told without asking anyone.
     *
     * @param monitors who is concerned
     * @param settled whether a look-up could add nobody
     */
    record AtOnce(Collection<Monitor> monitors, boolean settled) {}

    /** Decides from memory, in a time that does not grow with the list. */
    AtOnce atOnce(String name, InetAddress source) {
        List<Monitor> named = list.named(name);
        Set<Monitor> proven = new LinkedHashSet<>();
        for (Monitor monitor : named) {
            if (list.isAt(monitor, source)) {
                proven.add(monitor);
            }
        }
        Optional<InetAddress> numeric = NumericAddress.parse(name);
        if (numeric.isPresent() && Addresses.same(numeric.get(), source)) {
            proven.addAll(list.at(source));
        }
        if (!proven.isEmpty()) {
            return new AtOnce(withOtherNames(proven), true);
        }
        if (strict) {
            return new AtOnce(List.of(), list.size() == 0);
        }
        Set<Monitor> concerned = new LinkedHashSet<>(named);
        concerned.addAll(list.at(source));
        numeric.ifPresent(address -> concerned.addAll(list.at(address)));
        return new AtOnce(concerned, list.size() == 0);
    }

    /** Decides with the resolver's help; completes badly never, and within its deadline. */
    CompletableFuture<Collection<Monitor>> lookedUp(String name, InetAddress source) {
        return budget.run(
                source,
                () -> strict ? provenByLookup(name, source) : foundByLookup(name, source),
                List.of());
    }

    private CompletableFuture<Collection<Monitor>> provenByLookup(String name, InetAddress source) {
        if (!NameRules.isHostName(name)) {
            return completedFuture(List.of());
        }
        return names.addresses(name)
                .thenCombine(
                        names.canonical(name),
                        (addresses, canonical) -> {
                            Set<Monitor> proven = new LinkedHashSet<>();
                            for (InetAddress address : addresses) {
                                if (Addresses.same(address, source)) {
                                    canonical.ifPresent(it -> proven.addAll(list.named(it)));
                                    proven.addAll(list.named(name));
                                    addresses.forEach(it -> proven.addAll(list.at(it)));
                                    break;
                                }
                            }
                            return proven;
                        });
    }

    private CompletableFuture<Collection<Monitor>> foundByLookup(String name, InetAddress source) {
        CompletableFuture<Set<Monitor>> byName;
        if (NameRules.isHostName(name)) {
            byName =
                    names.addresses(name)
                            .thenCombine(
                                    names.canonical(name),
                                    (addresses, canonical) -> {
                                        Set<Monitor> found = new LinkedHashSet<>();
                                        canonical.ifPresent(it -> found.addAll(list.named(it)));
                                        addresses.forEach(it -> found.addAll(list.at(it)));
                                        return found;
                                    });
        } else {
            byName = completedFuture(new LinkedHashSet<>());
        }
        return byName.thenCombine(
                names.reverse(source),
                (found, reverse) -> {
                    reverse.ifPresent(it -> found.addAll(list.named(it)));
                    return found;
                });
    }

    /** Adds what the same hosts are watched for under their other names and addresses. */
    private Set<Monitor> withOtherNames(Set<Monitor> proven) {
        Set<Monitor> all = new LinkedHashSet<>(proven);
        for (Monitor monitor : proven) {
            all.addAll(list.named(monitor.record().fileName()));
            for (InetAddress address : list.addressesOf(monitor)) {
                for (Monitor other : list.at(address)) {
                    if (other.isNamed(address)) {
                        all.add(other);
                    }
                }
            }
        }
        return all;
    }
}

package org.relock.lockd.locks;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes away all that belongs together, in time proportional to what is taken away. */
final class Releases {

    private final LockTable table;
    private final Shares shares;
    private final LockJournal journal;

    Releases(LockTable table, Shares shares, LockJournal journal) {
        this.table = table;
        this.shares = shares;
        this.journal = journal;
    }

    Released client(ClientId client) {
        Account account = table.directory.accounts.find(client);
        return account == null ? Released.NOTHING : all(account.origins());
    }

    Released before(ClientId client, int state) {
        Account account = table.directory.accounts.find(client);
        if (account == null) {
            return Released.NOTHING;
        }
        List<Origin> old = account.origins();
        old.removeIf(origin -> !origin.isBefore(state));
        return all(old);
    }

    Released server(InetAddress server) {
        return all(table.directory.accounts.through(server));
    }

    Released fileSystem(int fileSystem) {
        return files(table.directory.files.on(fileSystem));
    }

    Released file(FileKey key) {
        LockedFile file = table.directory.files.find(key);
        return file == null ? Released.NOTHING : files(List.of(file));
    }

    private Released all(List<Origin> origins) {
        Released released = Released.NOTHING;
        for (Origin origin : origins) {
            int locks = 0;
            while (origin.holds != null) {
                remove(origin.holds);
                locks++;
            }
            released =
                    released.plus(
                            new Released(
                                    locks,
                                    dropAll(origin.wishes()),
                                    closeAll(new ArrayList<>(origin.shares()))));
        }
        table.grants.run();
        return released;
    }

    private Released files(List<LockedFile> files) {
        Released released = Released.NOTHING;
        for (LockedFile file : files) {
            List<Hold> held = new ArrayList<>();
            file.readers.visit(0, ByteRange.END, held::add);
            file.writers.visit(0, ByteRange.END, held::add);
            int wishes = file.queue == null ? 0 : dropAll(file.queue.all);
            int closed = file.shares == null ? 0 : closeAll(file.shares.all());
            held.forEach(this::remove);
            released = released.plus(new Released(held.size(), wishes, closed));
        }
        table.grants.run();
        return released;
    }

    private void remove(Hold hold) {
        table.holds.remove(hold);
        journal.unlocked(
                hold.holder.file.key, hold.owner().name, new ByteRange(hold.first, hold.last));
    }

    private int dropAll(Set<Waiting> wishes) {
        List<Waiting> all = new ArrayList<>(wishes);
        all.forEach(table::drop);
        return all.size();
    }

    private int closeAll(List<HeldShare> all) {
        all.forEach(shares::remove);
        return all.size();
    }
}

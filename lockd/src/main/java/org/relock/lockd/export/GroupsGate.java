package org.relock.lockd.export;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.relock.state.names.Membership;
import org.relock.state.names.SystemGroups;
import org.relock.state.rpc.Credential;
import org.relock.state.rpc.Gate;

/**
 * A gate that does not believe a caller's list of groups, which has room for sixteen only (RFC
 * 5531, appendix A), but asks this machine for the groups of the user; {@code --manage-gids} of
 * nfs-utils' mountd. The main group stays what the caller says, or newgrp(1) would not work. Of a
 * user whom this machine does not know the list is believed.
 *
 * @param outer who may call at all
 * @param groups knows them
 */
public record GroupsGate(Gate outer, SystemGroups groups) implements Gate {

    @Override
    public boolean allows(InetAddress remote) {
        return outer.allows(remote);
    }

    @Override
    public Optional<CompletionStage<Boolean>> undecided(InetAddress remote) {
        return outer.undecided(remote);
    }

    @Override
    public Optional<Credential> believed(Credential said) {
        if (said instanceof Credential.Sys sys) {
            return groups.known(sys.uid()).map(membership -> with(sys, membership));
        }
        return Optional.of(said);
    }

    @Override
    public CompletionStage<Optional<Credential>> findOut(Credential said) {
        if (said instanceof Credential.Sys sys) {
            return groups.of(sys.uid())
                    .thenApply(found -> found.map(membership -> with(sys, membership)));
        }
        return completedFuture(Optional.of(said));
    }

    private static Credential with(Credential.Sys sys, Membership membership) {
        return membership.exists()
                ? new Credential.Sys(
                        sys.stamp(), sys.machineName(), sys.uid(), sys.gid(), membership.groups())
                : sys;
    }
}

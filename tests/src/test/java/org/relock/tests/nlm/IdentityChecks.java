package org.relock.tests.nlm;

import java.time.Duration;
import java.util.List;
import org.relock.state.xdr.Opaque;
import org.relock.state.xdr.XdrWriter;

/** NLM checks 20 to 24: who is who, and that nobody speaks for another. */
final class IdentityChecks {

    private IdentityChecks() {}

    static List<Check> all() {
        return List.of(
                new Check(20, "an owner is the same over UDP and TCP", IdentityChecks::transports),
                new Check(
                        20,
                        "an owner is the same in versions 1, 3 and 4",
                        IdentityChecks::versions),
                new Check(
                        20,
                        "an owner is the same at two addresses of the server",
                        IdentityChecks::addresses),
                new Check(21, "another oh is another owner", IdentityChecks::otherOh),
                new Check(21, "another svid is another owner", IdentityChecks::otherSvid),
                new Check(22, "two names at one address are two clients", IdentityChecks::names),
                new Check(
                        22,
                        "the reboot of one name at an address spares the other",
                        stage -> reboot(stage, 8)),
                new Check(
                        22,
                        "the reboot of one name spares another of the same state",
                        stage -> reboot(stage, 1)),
                new Check(24, "UNLOCK in another's name has no effect", IdentityChecks::unlock),
                new Check(24, "CANCEL in another's name has no effect", IdentityChecks::cancel),
                new Check(24, "FREE_ALL in another's name has no effect", IdentityChecks::freeAll),
                new Check(
                        24, "GRANTED_RES from another address has no effect", IdentityChecks::res),
                new Check(24, "SM_NOTIFY from the network has no effect", IdentityChecks::notice));
    }

    /** Locks by one way and does all else by another. */
    private static void same(Stage stage, Asker one, Asker other) {
        Want want = one.client().want(stage.file()).range(0, 10);
        Expect.granted(one.lock(want), "LOCK");
        Expect.granted(other.test(want).stat(), "TEST the other way");
        Expect.granted(other.lock(want), "LOCK the other way");
        Expect.granted(other.unlock(want), "UNLOCK the other way");
        Client b = stage.client();
        Expect.granted(b.v4().lock(b.want(want.file())), "B's LOCK after it");
    }

    private static void transports(Stage stage) {
        Client a = stage.client();
        same(stage, a.speak(4, Transport.UDP), a.speak(4, Transport.TCP));
        same(stage, a.speak(4, Transport.TCP), a.speak(4, Transport.UDP));
    }

    private static void versions(Stage stage) {
        if (!stage.versions().contains(3)) {
            throw new CheckSkipped("the server speaks version 4 only");
        }
        Client a = stage.client();
        for (int version : List.of(1, 3)) {
            same(stage, a.speak(version, Transport.TCP), a.v4());
            same(stage, a.v4(), a.speak(version, Transport.TCP));
        }
    }

    private static void addresses(Stage stage) {
        Client a = stage.client();
        same(stage, a.v4(), a.speak(4, Transport.TCP, stage.second()));
    }

    private static void otherOh(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file());
        Expect.granted(a.v4().lock(want), "LOCK");
        Want other = want.owner(want.svid(), Opaque.ofHex("6f74686572"));
        Expect.denied(a.v4().lock(other), "LOCK of another oh");
        Expect.granted(a.v4().unlock(other), "UNLOCK of another oh");
        Expect.denied(a.v4().lock(other), "LOCK of another oh");
    }

    private static void otherSvid(Stage stage) {
        Client a = stage.client();
        Want want = a.want(stage.file());
        Expect.granted(a.v4().lock(want), "LOCK");
        Want other = want.owner(want.svid() + 1, want.oh());
        Expect.denied(a.v4().lock(other), "LOCK of another svid");
    }

    private static void names(Stage stage) {
        Client a = stage.client();
        Want one = a.want(stage.file()).caller("one." + a.name());
        Want two = one.caller("two." + a.name());
        Expect.granted(a.v4().lock(one), "LOCK of the first name");
        Expect.denied(a.v4().lock(two), "LOCK of the second name");
        Expect.granted(a.v4().unlock(two), "UNLOCK of the second name");
        Expect.denied(a.v4().lock(two), "LOCK of the second name");
    }

    /**
     * Clients that share an address are mostly not in the same state; {@code other} is the other's.
     */
    private static void reboot(Stage stage, int other) {
        ScriptedStatd statd = stage.statd();
        Client a = stage.client();
        Want one = a.want(stage.file()).caller("one." + a.name()).state(1);
        Want two = one.caller("two." + a.name()).file(stage.file()).state(other);
        Expect.granted(a.v4().lock(one), "LOCK of the first name");
        Monitored first =
                statd.asked()
                        .take(m -> m.procedure() == Monitored.MON, Duration.ofSeconds(5))
                        .orElseThrow(() -> new CheckFailed("no SM_MON for the first name"));
        Expect.granted(a.v4().lock(two), "LOCK of the second name");
        statd.rebooted(first, 3);
        Expect.granted(a.v4().lock(one.owner(1, one.oh())), "the first name's lock is free");
        Expect.denied(a.v4().lock(two.owner(1, two.oh())), "the second name's lock is held");
    }

    private record Theft(Client victim, Client thief, Want want) {

        static Theft of(Stage stage) {
            Client victim = stage.client();
            Want want = victim.want(stage.file()).range(0, 10);
            Expect.granted(victim.v4().lock(want), "the victim's LOCK");
            return new Theft(victim, stage.client(), want);
        }

        void hadNoEffect() {
            Expect.denied(thief.v4().lock(thief.want(want.file())), "LOCK after the theft");
        }
    }

    private static void unlock(Stage stage) {
        Theft theft = Theft.of(stage);
        theft.thief.v4().unlock(theft.want);
        theft.thief.speak(4, Transport.UDP).unlock(theft.want);
        theft.hadNoEffect();
    }

    private static void cancel(Stage stage) {
        Theft theft = Theft.of(stage);
        Client waiter = stage.client();
        Want wish = waiter.want(theft.want.file()).waiting();
        Expect.blocked(waiter.v4().lock(wish), "the waiter's LOCK");
        theft.thief.v4().cancel(wish);
        Expect.granted(theft.victim.v4().unlock(theft.want), "UNLOCK");
        Expect.granted(waiter, wish, stage.within(2_000), "the waiter");
    }

    private static void freeAll(Stage stage) {
        Theft theft = Theft.of(stage);
        theft.thief.v4().freeAll(theft.victim.name());
        theft.thief.v4().freeAll(theft.victim.address().getHostAddress());
        theft.hadNoEffect();
    }

    private static void res(Stage stage) {
        Theft theft = Theft.of(stage);
        Client waiter = stage.client().on(OnGranted.SILENCE);
        Want wish = waiter.want(theft.want.file()).range(0, 10).waiting();
        Expect.blocked(waiter.v4().lock(wish), "the waiter's LOCK");
        Expect.granted(theft.victim.v4().unlock(theft.want), "UNLOCK");
        Granted granted = Expect.granted(waiter, wish, stage.within(5_000), "the waiter");
        byte[] denied =
                new XdrWriter(64).opaque(granted.cookie()).i32(Stat.DENIED.number()).toBytes();
        for (Transport transport : Transport.values()) {
            theft.thief.speak(4, transport).tell(Nlm.GRANTED_RES, denied);
            // Behind it on the same socket, so that it has been seen to.
            theft.thief.speak(4, transport).ask(Nlm.NULL, new byte[0]);
        }
        theft.hadNoEffect();
        theft.hadNoEffect();
    }

    private static void notice(Stage stage) {
        Theft theft = Theft.of(stage);
        byte[] priv = new byte[16];
        for (String name : List.of(theft.victim.name(), theft.victim.address().getHostAddress())) {
            byte[] arguments =
                    new XdrWriter(64)
                            .string(name)
                            .i32(99)
                            .fixedOpaque(Opaque.copyOf(priv))
                            .toBytes();
            for (Client from : List.of(theft.thief, theft.victim)) {
                Asker asker = from.speak(4, Transport.UDP);
                Call call = asker.call(Nlm.SM_NOTIFY, arguments);
                asker.link().send(call.bytes());
                asker.link().reply(call.xid(), Duration.ofMillis(200));
            }
        }
        theft.hadNoEffect();
    }
}

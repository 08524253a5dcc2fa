package org.relock.state.rpc;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.relock.state.xdr.MalformedXdrException;
import org.relock.state.xdr.XdrDecoder;
import org.relock.state.xdr.XdrEncodable;
import org.relock.state.xdr.XdrReader;

/**
 * One version of an RPC program: a table of procedures that reads like the specification's. It
 * needs no socket; whoever has the bytes of a call's arguments can have them answered.
 *
 * <p>Procedure 0 (NULL) is there from the start. The table is filled before it is served and does
 * not change afterwards.
 */
public final class Program {

    private final int number;
    private final int version;
    private final Map<Integer, Procedure<?>> procedures = new TreeMap<>();

    /** One bit for each procedure whose replies are kept. */
    private long cached;

    /** Makes a program that has NULL only. */
    public Program(int number, int version) {
        this.number = number;
        this.version = version;
        procedure(0, "NULL", xdr -> XdrEncodable.VOID, (caller, nothing) -> Answer.now(nothing));
    }

    /** Adds a procedure; {@code name} is the specification's, for logs and counters. */
    public <A> Program procedure(
            int procedure, String name, XdrDecoder<A> arguments, Handler<A> handler) {
        if (procedures.put(procedure, new Procedure<>(name, arguments, handler)) != null) {
            throw new IllegalArgumentException("procedure " + procedure + " is there already");
        }
        return this;
    }

    /**
     * Says of procedures that they must not be executed twice for one call: their replies are kept
     * in the server's {@link ReplyCache}, if it has one.
     *
     * @param numbers of procedures that are there already
     */
    public Program cached(int... numbers) {
        for (int procedure : numbers) {
            if (procedure < 0 || procedure >= Long.SIZE || !procedures.containsKey(procedure)) {
                throw new IllegalArgumentException("no procedure " + procedure);
            }
            cached |= 1L << procedure;
        }
        return this;
    }

    /** Returns whether replies of a procedure are to be kept. */
    boolean isCached(int procedure) {
        return procedure >= 0 && procedure < Long.SIZE && (cached >>> procedure & 1) != 0;
    }

    /** Returns the RPC program number. */
    public int number() {
        return number;
    }

    /** Returns the version. */
    public int version() {
        return version;
    }

    /** Returns the name of a procedure, if there is one of that number. */
    public Optional<String> nameOf(int procedure) {
        return Optional.ofNullable(procedures.get(procedure)).map(Procedure::name);
    }

    /**
     * Answers one call. Bytes left over after the arguments are ignored, as other implementations
     * do.
     *
     * @return empty if there is no such procedure (PROC_UNAVAIL)
     * @throws MalformedXdrException if the arguments cannot be read (GARBAGE_ARGS)
     */
    public Optional<Answer> answer(Caller caller, int procedure, XdrReader arguments)
            throws MalformedXdrException {
        Procedure<?> found = procedures.get(procedure);
        return found == null ? Optional.empty() : Optional.of(found.answer(caller, arguments));
    }

    private record Procedure<A>(String name, XdrDecoder<A> arguments, Handler<A> handler) {
        Answer answer(Caller caller, XdrReader xdr) throws MalformedXdrException {
            return handler.answer(caller, arguments.decode(xdr));
        }
    }
}

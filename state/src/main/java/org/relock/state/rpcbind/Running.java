package org.relock.state.rpcbind;

/**
 * A daemon that serves a program already.
 *
 * @param port its UDP port
 * @param owner who registered it, as rpcbind has it; empty if that is not known
 */
public record Running(int port, String owner) {}

package org.relock.state.access;

/**
 * One line that is about our daemon.
 *
 * @param clients whom it is about
 * @param allows what becomes of them
 */
record Rule(ClientList clients, boolean allows) {}

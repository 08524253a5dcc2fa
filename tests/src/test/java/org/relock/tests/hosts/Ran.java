package org.relock.tests.hosts;

/**
 * A command that has ended.
 *
 * @param status its exit status
 * @param output its standard output and error, as one text
 */
record Ran(int status, String output) {}

/**
 * How an administrator looks into the daemon and takes things away: one line of JSON in, one object
 * of JSON out, over a socket of the Unix domain.
 */
package org.relock.lockd.control;

/**
 * The installed daemons when things go wrong: killed, without room on the disk, without DNS, under
 * attack, under load. Each story runs as a program on a machine of its own.
 */
package org.relock.tests.faults;

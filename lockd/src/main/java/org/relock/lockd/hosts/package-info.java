/**
 * The clients: who they are, whether a status monitor watches them, and what their reboots and
 * farewells release.
 */
package org.relock.lockd.hosts;

/**
 * A world from one seed: machines that crash, disks that forget, a network that loses, doubles and
 * delays encoded messages, and the wiring that production uses, with the invariants of the protocol
 * checked after every step.
 */
package org.relock.tests.sim;

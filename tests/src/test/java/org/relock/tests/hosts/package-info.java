/**
 * Two whole hosts in namespaces, and on them nfs-utils' own programs beside ours: both directions,
 * one state directory handed back and forth, and what scripts and clusters see of a daemon.
 */
package org.relock.tests.hosts;

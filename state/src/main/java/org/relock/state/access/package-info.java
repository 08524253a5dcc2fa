/**
 * {@code hosts.allow} and {@code hosts.deny}, as hosts_access(5) and hosts_options(5) describe
 * them: who may call a daemon. No command in a rule is ever run.
 */
package org.relock.state.access;

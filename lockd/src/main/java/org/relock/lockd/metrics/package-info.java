/** Numbers for whoever watches over the daemon, in Prometheus' text format; loaded when asked. */
package org.relock.lockd.metrics;

/** A log of who did what to which file: off unless asked for, and never in anybody's way. */
package org.relock.lockd.accesslog;

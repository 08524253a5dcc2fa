/**
 * sm-notify: tells NFS peers that this host has rebooted. {@link SmNotifyMain} is where it starts.
 */
package org.relock.smnotify;

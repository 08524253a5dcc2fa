/**
 * Tells peers that this host has rebooted (SM_NOTIFY), many at once: {@link
 * org.relock.state.notify.NotifySchedule} says who is due, {@link org.relock.state.notify.Notifier}
 * does it. sm-notify runs it once at boot; statd runs it for the hosts that such a run left over.
 */
package org.relock.state.notify;

/**
 * sm-notify as a whole program, with scripted peers, in namespaces of its own: {@link
 * org.relock.tests.smnotify.Stories} tells what happened, {@link
 * org.relock.tests.smnotify.SmNotifyProgramTest} what should have.
 */
package org.relock.tests.smnotify;

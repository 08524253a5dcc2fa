/**
 * House rules as ordinary tests: which package may know which, what is not called where, how long a
 * file may be. They read the sources and need no library.
 */
package org.relock.tests.tidy;

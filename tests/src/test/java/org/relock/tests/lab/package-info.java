/**
 * Whole hosts under test: Linux guests with a kernel of their own (User-Mode Linux), which lock
 * files over NFS, lose their power and come back.
 */
package org.relock.tests.lab;

/** Tests of the launcher and of what it makes of a Java program: a process like any other. */
package org.relock.tests.process;

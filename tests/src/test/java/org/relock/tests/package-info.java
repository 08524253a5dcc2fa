/** Tests of the whole, and what they share. */
package org.relock.tests;

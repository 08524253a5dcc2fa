/** Interaction scripts, with golden answers: what a person can read aloud. */
package org.relock.tests.scripts;

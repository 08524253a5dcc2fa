/** The manual pages say what the programs do, and say it in clean mdoc. */
package org.relock.tests.man;

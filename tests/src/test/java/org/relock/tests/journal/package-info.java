/** Lock tables in processes that are killed, again and again. */
package org.relock.tests.journal;

/** Load generators and stopwatches. Nothing in here is a test: speed is measured, not asserted. */
package org.relock.tests.bench;

/** The script at the top, {@code relock}, as far as it goes without building or serving. */
package org.relock.tests.script;

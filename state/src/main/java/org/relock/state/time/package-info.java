/** Time as a value: monotonic, injected, stepped by hand in tests. */
package org.relock.state.time;

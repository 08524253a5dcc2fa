/**
 * Host names, looked up without ever holding up a caller: on threads of their own, bounded in
 * number, in time and in memory.
 */
package org.relock.state.names;

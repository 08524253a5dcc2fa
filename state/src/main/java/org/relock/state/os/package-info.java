/** What the Java library does not give: privileges, process names, the C library's calls. */
package org.relock.state.os;

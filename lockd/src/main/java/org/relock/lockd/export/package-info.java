/** What a client shows us (a file handle) and what the engine calls the same file. */
package org.relock.lockd.export;

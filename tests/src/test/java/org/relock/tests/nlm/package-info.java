/**
 * A conformance driver for any NLM server (program 100021, versions 1, 3 and 4), by host and port:
 * clients with addresses of their own that speak raw RPC, answer the server's calls as a test
 * wishes, and named checks. The bytes are written from RFC 1813 appendix II and XNFS, not with the
 * lock daemon's own records, so that a mistake in those is seen.
 */
package org.relock.tests.nlm;

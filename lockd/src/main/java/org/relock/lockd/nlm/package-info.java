/**
 * NLM, program 100021, versions 1, 3 and 4 (RFC 1813, appendix II; XNFS, chapters 10 and 11): the
 * words, the procedures, and the way of a GRANTED to its client.
 */
package org.relock.lockd.nlm;

/**
 * The words of the Network Status Monitor protocol (XNFS, chapter 11; program 100024, version 1):
 * one record for each wire type, named as the specification names it.
 */
package org.relock.state.nsm;

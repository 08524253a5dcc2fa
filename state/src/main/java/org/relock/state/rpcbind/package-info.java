/**
 * Finding services and being found: a client of rpcbind (RFC 1833, versions 2 to 4) for the local
 * one and for those of other hosts, a keeper of our own registrations, and a portmapper for hosts
 * where none runs.
 */
package org.relock.state.rpcbind;

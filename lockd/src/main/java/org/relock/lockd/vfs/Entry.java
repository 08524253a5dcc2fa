package org.relock.lockd.vfs;

/** A file that was found or made, and its attributes then. */
public record Entry(FileId file, Attributes attributes) {}

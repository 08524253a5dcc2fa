package org.relock.lockd.vfs;

/**
 * What is known of a file without reading it.
 *
 * @param type what it is
 * @param mode permission bits with set-id and sticky bits: 0 to 07777
 * @param links how many names it has
 * @param uid its owner, unsigned
 * @param gid its group, unsigned
 * @param size in bytes
 * @param used bytes of disk it takes
 * @param major device number of a special file, else 0
 * @param minor device number of a special file, else 0
 * @param device tells file systems of the server apart
 * @param fileId unique within the device
 * @param accessed last read
 * @param modified last change of the contents
 * @param changed last change of anything
 */
public record Attributes(
        FileType type,
        int mode,
        int links,
        int uid,
        int gid,
        long size,
        long used,
        int major,
        int minor,
        long device,
        long fileId,
        FileTime accessed,
        FileTime modified,
        FileTime changed) {}

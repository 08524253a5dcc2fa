package org.relock.lockd.vfs;

/**
 * How full a file system is ({@code FSSTAT}) and what it can do ({@code FSINFO}, {@code PATHCONF}).
 *
 * @param totalBytes its size
 * @param freeBytes unused bytes
 * @param availableBytes unused bytes that the caller may use
 * @param totalFiles how many files there may be
 * @param freeFiles how many more
 * @param availableFiles how many more for the caller
 * @param largestFile in bytes
 * @param mostLinks names a file may have
 * @param longestName in bytes
 * @param timeGranularityNanos how exact times are
 */
public record FileSystemNumbers(
        long totalBytes,
        long freeBytes,
        long availableBytes,
        long totalFiles,
        long freeFiles,
        long availableFiles,
        long largestFile,
        int mostLinks,
        int longestName,
        int timeGranularityNanos) {}

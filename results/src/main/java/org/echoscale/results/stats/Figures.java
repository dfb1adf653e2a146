package org.echoscale.results.stats;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a server at a number of connections.
 *
 * @param subject name of the server
 * @param connections connections open
 * @param active of those, the ones that carried messages
 * @param closed figures of the closed loop; absent when it has no valid trial, or must not be believed
 * @param open figures of the open loop; absent when it has no valid trial, or must not be believed
 * @param churn figures under churn; absent when it has no valid trial, or must not be believed
 * @param residentBytes resident bytes a connection cost on the way up to this number; absent when not derivable
 * @param syscalls the server's system calls; absent when they were not counted
 */
public record Figures(String subject, int connections, int active, @Nullable ClosedFigures closed,
        @Nullable OpenFigures open, @Nullable ChurnFigures churn, @Nullable Spread residentBytes,
        @Nullable SyscallFigures syscalls) {}

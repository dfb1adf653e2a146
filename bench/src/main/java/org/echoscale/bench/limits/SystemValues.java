package org.echoscale.bench.limits;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel says about its limits, as read at one moment. A value that this system does not tell is absent;
 * {@link Long#MAX_VALUE} means unlimited.
 *
 * @param openFilesSoft RLIMIT_NOFILE of this process
 * @param openFilesHard what it may be raised to without privilege
 * @param processes RLIMIT_NPROC: threads of this user, unless that is root
 * @param processesHard what it may be raised to without privilege
 * @param portLow first ephemeral port
 * @param portHigh last ephemeral port
 * @param somaxconn cap on the backlog of a listening socket
 * @param synBacklog connections that may be half open
 * @param pidMax process and thread numbers
 * @param threadsMax threads of the whole system
 * @param cgroupThreads threads of this control group
 * @param threadsNow threads of the whole system now
 * @param availableBytes memory that can be had without swapping, or what the control group has left of it
 * @param conntrackMax connections that the firewall can follow
 * @param conntrackNow those it follows now
 * @param ioUringDisabled 0: allowed, 1: for privileged processes, 2: for nobody
 * @param privilege what this process may change
 */
record SystemValues(@Nullable Long openFilesSoft, @Nullable Long openFilesHard, @Nullable Long processes,
        @Nullable Long processesHard, @Nullable Long portLow, @Nullable Long portHigh, @Nullable Long somaxconn,
        @Nullable Long synBacklog,
        @Nullable Long pidMax, @Nullable Long threadsMax, @Nullable Long cgroupThreads, @Nullable Long threadsNow,
        @Nullable Long availableBytes, @Nullable Long conntrackMax, @Nullable Long conntrackNow,
        @Nullable Long ioUringDisabled, Privilege privilege) {

    /**
     * What this process may change of the system's limits.
     *
     * @param root whether it runs as root, so that no {@code sudo} is needed
     * @param raisesHardLimits whether it may raise a hard limit: root in a container often may not
     * @param sysctlsReadOnly whether {@code /proc/sys} is mounted read-only, as in a container
     */
    record Privilege(boolean root, boolean raisesHardLimits, boolean sysctlsReadOnly) {}
}

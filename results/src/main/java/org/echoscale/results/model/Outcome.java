package org.echoscale.results.model;

/** What became of a trial. Only {@link #VALID} trials are numbers; all others are results with a reason. */
public enum Outcome {
    /** Measured, and every check passed. */
    VALID,
    /** Measured, but a check says that the figures must not be believed. */
    INVALID,
    /** Could not be measured: the server or a connection failed. */
    FAILED,
    /** Not tried: a limit known beforehand, or the transport is not supported here. */
    SKIPPED
}

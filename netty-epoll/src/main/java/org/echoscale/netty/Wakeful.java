package org.echoscale.netty;

/** A loop that wants to know when it serves the first thing of a round. Called by its thread. */
interface Wakeful {

    /** Something that was ready is being served. */
    void serving();
}

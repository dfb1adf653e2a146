package org.echoscale.nio;

/** What is attached to a selection key: it handles the readiness of its channel, on the loop's thread. */
interface ReadyHandler {

    /** The channel is ready for something that its key asks for. Never throws for what a peer did. */
    void onReady();

    /** The loop ends: closes the channel. */
    void close();
}

package org.echoscale.tck;

/** A group of rules, as test methods that a contract inherits. */
interface Rules {

    /** What they are tested on. */
    Subject subject();
}

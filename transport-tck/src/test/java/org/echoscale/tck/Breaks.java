package org.echoscale.tck;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rule that a broken transport breaks, and what the failure says about it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Breaks {

    /** As test names begin: {@code "r03"}. */
    String rule();

    /** Part of the failure's message, so that it fails for its own reason; one of these. */
    String[] says();
}

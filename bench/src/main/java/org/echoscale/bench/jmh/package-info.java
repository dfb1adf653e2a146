/** The JMH suites: transports and system calls measured by JMH's own runner, with its flags and formats. */
@NullMarked
package org.echoscale.bench.jmh;

import org.jspecify.annotations.NullMarked;

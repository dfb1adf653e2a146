package org.echoscale.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ErrnoTest {
    static final Field[] NUMBERS = Errno.class.getFields();

    @ParameterizedTest
    @FieldSource("NUMBERS")
    void everyNumberIsDescribedByItsNameAndItsMeaning(Field number) throws Exception {
        assertThat(Errno.describe(number.getInt(null))).matches(number.getName() + " \\(.+\\)");
    }
}

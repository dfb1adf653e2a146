package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRecordTest {

    /** More than a turn through the table that content comes from. */
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 4096, 65536})
    void eachMessageIsCheckedCountedAndRecorded(int bytes) throws IOException {
        try (MessageRecord record = MessageRecord.open(bytes)) {
            for (int i = 1; i <= 2000; i++) {
                assertThat(record.message(i, i + 100)).isEqualTo(i);
            }
            assertThat(record.recorded()).isEqualTo(2000);
        }
    }
}
